"""Evidence is none of the documents that staff list, choose, edit, replace or delete, whoever they are.

What was recorded stays as it was recorded. Wagtail asks a policy in most places; its API and the confirmation pages of
its bulk actions do not, and are told apart.
"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_list_or_404
from wagtail import hooks
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import Document
from wagtail.documents.views.bulk_actions import AddTagsBulkAction, AddToCollectionBulkAction, DeleteBulkAction
from wagtail.images.models import Image
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.terms.evidence import evidence, is_evidence
from cms.users.roles import EVIDENCE
from media.models import CustomDocument, CustomImage


class FilesOfTheTeam(CollectionOwnershipPermissionPolicy):
    """Wagtail's own policy for files, without the collection of evidence: nobody puts anything there by hand."""

    def collections_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Collection]:
        return super().collections_user_has_any_permission_for(user, actions).exclude(name=EVIDENCE)


class DocumentsOfTheTeam(FilesOfTheTeam):
    """And for documents without the evidence itself, not even for whoever brought it in, or a superuser."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: CustomDocument) -> bool:
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and not is_evidence(instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[CustomDocument]:
        return super().instances_user_has_any_permission_for(user, actions).exclude(evidence())

    def users_with_any_permission_for_instance(self, actions: Any, instance: CustomDocument) -> QuerySet[Any]:
        users = super().users_with_any_permission_for_instance(actions, instance)
        return users.none() if is_evidence(instance) else users


# For the exact class, so that they count whether Wagtail registers its own before or after.
register_permission_policy(
    CustomDocument,
    DocumentsOfTheTeam(CustomDocument, auth_model=Document, owner_field_name="uploaded_by_user"),
    exact_class=True,
)
register_permission_policy(
    CustomImage, FilesOfTheTeam(CustomImage, auth_model=Image, owner_field_name="uploaded_by_user"), exact_class=True
)


class DocumentsWithoutEvidence(DocumentsAdminAPIViewSet):
    """The documents of the admin's own API."""

    def get_queryset(self) -> QuerySet[CustomDocument]:
        return super().get_queryset().exclude(evidence())


@hooks.register("construct_admin_api", order=100)
def list_no_evidence(router: Any) -> None:
    router.register_endpoint("documents", DocumentsWithoutEvidence)


class NotOnEvidence:
    """A bulk action names what somebody may not change; evidence is not even named."""

    @classmethod
    def get_queryset(cls, model: type[CustomDocument], object_ids: Any) -> list[CustomDocument]:
        return get_list_or_404(model.objects.exclude(evidence()), pk__in=object_ids)


# They take the place of Wagtail's own, which were registered before.
for action in (AddTagsBulkAction, AddToCollectionBulkAction, DeleteBulkAction):
    hooks.register("register_bulk_action", type(action.__name__, (NotOnEvidence, action), {}), order=100)
