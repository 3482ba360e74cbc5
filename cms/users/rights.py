"""What a user may do, as a value that can be compared, and whose accounts somebody may manage.

Whoever sets the password or the address of an account can become its owner. So nobody manages the account of somebody
who may do more, and nobody gives a right that they do not have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

# Of a group's right on a place: the kind of place, the permission's number and the path of the place.
Place = tuple[str, int, str]


@dataclass(frozen=True)
class Rights:
    """Permissions by their numbers, and permissions on a part of the trees of collections and pages."""

    permissions: frozenset[int] = frozenset()
    places: frozenset[Place] = frozenset()

    def covers(self, other: Rights) -> bool:
        """Whether these include every right of `other`. A right on a place counts for all below it."""
        return other.permissions <= self.permissions and all(
            any((kind, number) == own[:2] and path.startswith(own[2]) for own in self.places)
            for kind, number, path in other.places
        )

    def __or__(self, other: Rights) -> Rights:
        return Rights(self.permissions | other.permissions, self.places | other.places)


def rights_of_groups(keys: Iterable[int]) -> Rights:
    """What the members of these groups may do."""
    wanted = list(keys)
    if not wanted:
        return Rights()
    permissions = Permission.objects.filter(group__in=wanted).values_list("pk", flat=True)
    collections = GroupCollectionPermission.objects.filter(group__in=wanted)
    pages = GroupPagePermission.objects.filter(group__in=wanted)
    sites = GroupSitePermission.objects.filter(group__in=wanted)
    places: set[Place] = {
        *(("collection", number, path) for number, path in collections.values_list("permission", "collection__path")),
        *(("page", number, path) for number, path in pages.values_list("permission", "page__path")),
        *(("site", number, f"{site}/") for number, site in sites.values_list("permission", "site")),
    }
    return Rights(frozenset(permissions), frozenset(places))


def rights_of(user: Any) -> Rights:
    """What `user` may do when active. A superuser's are not listed: they have all."""
    own = frozenset(permission.pk for permission in user.user_permissions.all())
    return Rights(own) | rights_of_groups(group.pk for group in user.groups.all())


def is_superuser(user: Any) -> bool:
    """Whether `user` is one by the database: the object at hand may have been changed by a form."""
    return bool(get_user_model().objects.filter(pk=user.pk, is_superuser=True, is_active=True).exists())


def may_manage(by: Any, user: Any) -> bool:
    """Whether `by` may change, deactivate or delete the account of `user`, who may not be able to do more than they."""
    if by.is_superuser or (user.pk is not None and by.pk == user.pk):
        return True
    return not user.is_superuser and rights_of(by).covers(rights_of(user))


def groups_that_may_be_given(by: Any) -> list[Group]:
    """The groups whose rights `by` has as well."""
    groups = list(Group.objects.order_by("name"))
    if by.is_superuser:
        return groups
    own = rights_of(by)
    return [group for group in groups if own.covers(rights_of_groups([group.pk]))]
