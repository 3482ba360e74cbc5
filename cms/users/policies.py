"""Whose accounts, and which groups and collections, somebody may manage: the policies that Wagtail's views ask."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionManagementPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.users.models import User
from cms.users.rights import may_manage
from cms.users.roles import EVIDENCE


class TeamPolicy(ModelPermissionPolicy):
    """Accounts: nobody manages that of somebody who may do more. Looking at them is for all who manage some."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return allowed and (action == "view" or may_manage(user, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """In one query: the accounts of superusers left out, the others are asked for one by one when they change."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if user.is_superuser or set(actions) <= {"view"} else found.filter(is_superuser=False)


class GroupsPolicy(ModelPermissionPolicy):
    """Roles come from a table in the code. Other groups are made and changed by superusers alone."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)


class CollectionsPolicy(CollectionManagementPermissionPolicy):
    """Collections of images and documents. That of the evidence is nobody's to rename, move, open or delete."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Collection) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        is_open = action == "add" or user.is_superuser or not instance.is_root()
        return allowed and is_open and instance.name != EVIDENCE

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Collection) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Collection]:
        return super().instances_user_has_any_permission_for(user, actions).exclude(name=EVIDENCE)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Collection]:
        return super().instances_user_has_permission_for(user, action).exclude(name=EVIDENCE)


def register() -> None:
    """Register them, for the exact class: so they count whether Wagtail registers its own before or after."""
    register_permission_policy(User, TeamPolicy(User), exact_class=True)
    register_permission_policy(Group, GroupsPolicy(Group), exact_class=True)
    register_permission_policy(Collection, CollectionsPolicy(Collection), exact_class=True)
