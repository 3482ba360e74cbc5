"""What a start prepares: secrets, the database and, the first time, a user and the sample."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cms.core.absolute_urls import link_to
from cms.core.installation_secrets import generate_missing_secrets
from cms.core.local_folder import ensure_folder, local_secret

USERNAME = "admin"
# No letter or digit that could be taken for another when it is typed from a screen.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def prepare(tell: Callable[[str], None]) -> None:
    """Bring this folder to where the processes can start. Done again, it changes nothing."""
    generate_missing_secrets()
    ensure_folder(settings.STATIC_ROOT)
    if needs_migration():
        tell(_("Preparing the database…"))
        call_command("migrate", interactive=False, verbosity=0)
    if not get_user_model().objects.exists():
        begin(tell)


def needs_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def begin(tell: Callable[[str], None]) -> None:
    """The first start: a user with a password of this installation's own and, unless switched off, the sample.

    One transaction: as long as the user is not there, nothing is, and the next start does it all.
    """
    with transaction.atomic():
        email = f"{USERNAME}@cosecha.example.org"
        get_user_model().objects.create_superuser(USERNAME, email, first_password())
        if settings.SAMPLE and "sample" in get_commands():
            tell(_("Harvesting the sample report…"))
            call_command("sample", verbosity=0)


def first_password() -> str:
    """The password generated for this installation, kept where only its owner reads it."""
    return local_secret(settings.SECRETS_FOLDER, "admin_password", generate_password)


def generate_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(4))


def welcome() -> str:
    """Where to go and how to come in; the password only as long as it is the generated one."""
    rows = [(_("Address:"), link_to("wagtailadmin_home"))]
    admin = get_user_model().objects.filter(username=USERNAME).first()
    if admin and admin.check_password(first_password()):
        rows += [(_("User:"), USERNAME), (_("Password:"), first_password())]
    width = max(len(label) for label, _value in rows)
    lines = [f"  {label:<{width}}  {value}" for label, value in rows]
    return "\n".join(["", _("Cosecha is ready."), "", *lines, "", _("To stop: Ctrl-C."), ""])
