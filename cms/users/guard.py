"""The last guard of accounts and rights: it holds whatever view, form or bulk action writes the rows.

While a request of the admin is answered for somebody who is no superuser, a superuser's row is neither changed nor
deleted, nobody becomes superuser, nobody gets a right that the acting person lacks, and roles stay as their table says.
Views refuse earlier, with a sentence (cms/users/policies.py, cms/users/views.py).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, UserManager
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.utils.translation import gettext_lazy
from wagtail.log_actions import get_active_log_context
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from cms.core.errors import CosechaError, NotPermittedError
from cms.users.rights import Rights, is_superuser, may_manage, rights_of, rights_of_groups
from cms.users.roles import EVIDENCE

# Flags of an account that open everything.
FLAGS = ("is_superuser", "is_staff")
GRANTS = (Group, GroupCollectionPermission, GroupPagePermission, GroupSitePermission)


class EvidenceNameError(CosechaError):
    """The collection of the evidence of consents is known by its name."""

    sentence = gettext_lazy("This name is kept for the evidence of consents. Choose another.")


def limited_user() -> Any:
    """The acting user where there is one who is no superuser, or None: then nothing is refused here."""
    user = get_active_log_context().user
    return user if user is not None and not is_superuser(user) else None


def check_accounts(by: Any, users: Iterable[Any]) -> None:
    """Raise NotPermittedError where `by` may not manage one of these accounts."""
    if not all(may_manage(by, user) for user in users):
        raise NotPermittedError


class GuardedUserQuerySet(QuerySet[Any]):
    """Changes of many accounts at once, which send no signals."""

    def update(self, **changes: Any) -> int:
        by = limited_user()
        if by is not None:
            if any(changes.get(flag) not in (None, False) for flag in FLAGS):
                raise NotPermittedError
            check_accounts(by, self)
        return super().update(**changes)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        if limited_user() is not None:
            raise NotPermittedError
        return super().bulk_create(objs, *args, **options)


class GuardedUserManager(UserManager.from_queryset(GuardedUserQuerySet)):  # type: ignore[misc]  # made at run time
    use_in_migrations = False


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    user = get_user_model()
    pre_save.connect(on_user_saved, sender=user, dispatch_uid="guard_user_saved")
    pre_delete.connect(on_user_deleted, sender=user, dispatch_uid="guard_user_deleted")
    m2m_changed.connect(on_groups_changed, sender=user.groups.through, dispatch_uid="guard_groups")
    m2m_changed.connect(on_permissions_changed, sender=user.user_permissions.through, dispatch_uid="guard_permissions")
    m2m_changed.connect(on_grants_changed, sender=Group.permissions.through, dispatch_uid="guard_group_permissions")
    pre_save.connect(on_collection_saved, sender=Collection, dispatch_uid="guard_collection_saved")
    for model in GRANTS:
        pre_save.connect(on_grants_changed, sender=model, dispatch_uid=f"guard_saved_{model.__name__}")
        pre_delete.connect(on_grants_changed, sender=model, dispatch_uid=f"guard_deleted_{model.__name__}")


def on_user_saved(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    by = limited_user()
    if by is None or raw:
        return
    stored = sender._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if any(getattr(instance, flag) and not getattr(stored, flag, False) for flag in FLAGS):
        raise NotPermittedError
    if stored is not None:
        check_accounts(by, [stored])


def on_user_deleted(sender: type[Model], instance: Any, **_: Any) -> None:
    by = limited_user()
    if by is not None:
        check_accounts(by, sender._default_manager.filter(pk=instance.pk))


def on_groups_changed(
    sender: type[Model], instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    """Members of a group, from either side: `user.groups` or `group.user_set`."""
    by = limited_user()
    if by is None or not action.startswith("pre_"):
        return
    check_accounts(by, _changed_accounts(instance, reverse, pk_set))
    if action == "pre_add":
        check_rights(by, rights_of_groups([instance.pk] if reverse else pk_set or ()))


def on_permissions_changed(
    sender: type[Model], instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    """A person's own permissions, from either side."""
    by = limited_user()
    if by is None or not action.startswith("pre_"):
        return
    check_accounts(by, _changed_accounts(instance, reverse, pk_set))
    if action == "pre_add":
        check_rights(by, Rights(frozenset([instance.pk] if reverse else pk_set or ())))


def on_grants_changed(sender: type[Model], action: str = "", **_: Any) -> None:
    """What a group may do: a table that every migrate writes (cms/users/roles.py), or a superuser."""
    if not action.startswith("post_") and limited_user() is not None:
        raise NotPermittedError


def on_collection_saved(sender: type[Model], instance: Any, raw: bool = False, **_: Any) -> None:
    """A second collection of that name could not be told from the first, by whomever it is made."""
    if raw or instance.name != EVIDENCE or get_active_log_context().user is None:
        return
    if sender._default_manager.filter(name=EVIDENCE).exclude(pk=instance.pk).exists():
        raise EvidenceNameError


def check_rights(by: Any, given: Rights) -> None:
    """Raise NotPermittedError where `by` would give what they do not have."""
    if not rights_of(by).covers(given):
        raise NotPermittedError


def _changed_accounts(instance: Any, reverse: bool, pk_set: set[int] | None) -> Iterable[Any]:
    """Whose groups or permissions an `m2m_changed` is about; without keys from the other side, about all of them."""
    if not reverse:
        return [instance]
    if pk_set is None:
        return instance.user_set.all()
    return get_user_model()._default_manager.filter(pk__in=pk_set)
