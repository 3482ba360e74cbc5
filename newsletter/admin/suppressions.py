"""Suppressions in the admin: who must not get mail, and why."""

from wagtail.admin.viewsets.model import ModelViewSet

from newsletter.models import Suppression


class SuppressionViewSet(ModelViewSet):
    """Addresses that must not get mail. Only their keyed hash is kept."""

    model = Suppression
    icon = "no-view"
    name = "suppressions"
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ("__str__", "audience", "reason", "source", "at")
    list_filter = ("reason", "audience")
    form_fields = ("audience", "reason", "source")
