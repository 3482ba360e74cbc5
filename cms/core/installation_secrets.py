"""The secrets of this installation: generated once by `manage.py start`, or given by the environment.

Web server, worker and mailbox must all use the same ones. So processes only read them, and fail where there are none.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from cms.core.local_folder import local_secret

NAMES = ("SECRET_KEY", "READERS_SECRET")


class MissingSecretsError(ImproperlyConfigured):
    """A process that needs a secret runs where none was generated or set."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"There is no {' and no '.join(names)} yet. Run `manage.py start` once, which generates them in "
            f"{settings.SECRETS_FOLDER}, or set them in the environment, the same on all machines."
        )


def missing_secrets() -> list[str]:
    """The settings that have no value."""
    return [name for name in NAMES if not _value(name)]


def generate_missing_secrets() -> None:
    """Generate what is missing, in files that only their owner reads, and use it in this process too."""
    for name in missing_secrets():
        setattr(settings, name, local_secret(settings.SECRETS_FOLDER, name.lower()))


def require_secrets() -> None:
    """Raise MissingSecretsError unless both are there."""
    if missing := missing_secrets():
        raise MissingSecretsError(missing)


def readers_secrets() -> list[str | bytes]:
    """READERS_SECRET and the ones before it, newest first. Raises MissingSecretsError where there is none."""
    if not settings.READERS_SECRET:
        raise MissingSecretsError(["READERS_SECRET"])
    return [settings.READERS_SECRET, *settings.READERS_SECRET_FALLBACKS]


@register(Tags.security)
def check_secrets(**_: Any) -> list[CheckMessage]:
    """Warn where a command runs before the first start."""
    missing = missing_secrets()
    return [Warning(str(MissingSecretsError(missing)), id="cosecha.W001")] if missing else []


def _value(name: str) -> str:
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:  # Django's own answer where SECRET_KEY is empty
        return ""
