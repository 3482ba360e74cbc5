"""Wagtail's bulk actions on accounts, which ask the policy about each account as the other views do."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from cms.users.rights import groups_that_may_be_given, may_manage


class ManagedAccounts:
    """Only the accounts that the person may manage; the others are named as left out."""

    request: Any

    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and may_manage(self.request.user, obj)  # type: ignore[misc]  # a mixin


class AssignManagedRole(ManagedAccounts, AssignRoleBulkAction):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        given = groups_that_may_be_given(self.request.user)
        form.fields["role"].queryset = Group.objects.filter(pk__in=[group.pk for group in given])
        return form


class DeleteManaged(ManagedAccounts, DeleteBulkAction):
    pass


class SetManagedState(ManagedAccounts, SetActiveStateBulkAction):
    pass


# They take the place of Wagtail's own, which were registered before.
for action in (AssignManagedRole, DeleteManaged, SetManagedState):
    hooks.register("register_bulk_action", action, order=100)
