"""What nobody may gain by any door: accounts, roles, rights and keys, compared before and after a try."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from cms.users.models import User
from cms.users.rights import Rights, rights_of

# A try that writes to none of these tables changed nobody's standing.
TABLES = ("users_user", "auth_group", "wagtailcore_group", "wagtailcore_apitoken", "django_session", "sandboxaccount")


def standing() -> dict[int, tuple[Any, ...]]:
    """Each account with its flags, its password and address, and what it may do."""
    rows = User.objects.prefetch_related("groups", "user_permissions").order_by("pk")
    return {row.pk: (row.is_superuser, row.is_active, row.password, row.email, rights_of(row)) for row in rows}


def tokens() -> int:
    return int(apps.get_model("wagtailcore", "APIToken").objects.count())


def gains(before: dict[int, tuple[Any, ...]], by: Any) -> list[str]:
    """What `by` gained for themselves or somebody else, or did to somebody who may do more than they."""
    found = []
    for pk, (is_superuser, is_active, password, email, rights) in standing().items():
        was = before.get(pk, (False, False, "", "", Rights()))
        if is_superuser and not was[0]:
            found.append(f"{pk} became superuser")
        limit = before[by.pk][4] | was[4] if by.pk else was[4]
        if not limit.covers(rights):
            found.append(f"{pk} may now do what {by} may not")
        may_do_more = was[0] or not (by.pk and before[by.pk][4].covers(was[4]))
        if pk in before and pk != by.pk and may_do_more and (is_active, password, email) != was[1:4]:
            found.append(f"the account {pk} was taken over")
    return found + [f"{pk} is gone" for pk, row in before.items() if row[0] and not User.objects.filter(pk=pk).exists()]


def touches_standing(statements: list[str]) -> bool:
    return any(table in sql for sql in statements for table in TABLES)
