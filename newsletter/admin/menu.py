"""The menu group “Boletín”: everything staff do with the monthly email."""

from typing import Any

from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.audiences import AudienceViewSet
from newsletter.admin.editions import EditionViewSet
from newsletter.admin.recipes import RecipeViewSet
from newsletter.admin.subscribers import SubscriberViewSet
from newsletter.admin.suppressions import SuppressionViewSet


class NewsletterGroup(SnippetViewSetGroup):
    """Snippets and plain models side by side, in the order in which staff work with them."""

    menu_label = _("Newsletter")
    menu_icon = "mail"
    menu_order = 300
    items = (EditionViewSet, RecipeViewSet, AudienceViewSet, SubscriberViewSet, SuppressionViewSet)

    def get_submenu_items(self) -> list[Any]:
        """The mailbox is a page and no model: it comes last, where mail lands here."""
        items = super().get_submenu_items()
        if settings.LOCAL_MAILBOX:
            items.append(MenuItem(_("Local mailbox"), reverse_lazy("mailbox"), icon_name="download", order=1000))
        return items
