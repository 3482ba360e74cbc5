"""Subscribers in the admin."""

from wagtail.admin.viewsets.model import ModelViewSet

from newsletter.models import Subscriber


class SubscriberViewSet(ModelViewSet):
    """The readers."""

    model = Subscriber
    icon = "user"
    name = "subscribers"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ("email", "name", "language", "created_at")
    search_fields = ("email", "name")
    form_fields = ("email", "name", "language")
