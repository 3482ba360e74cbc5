"""The menu group “Boletín”: everything staff do with the monthly email."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from newsletter.admin.audiences import AudienceViewSet
from newsletter.admin.subscribers import SubscriberViewSet
from newsletter.admin.suppressions import SuppressionViewSet


class NewsletterGroup(SnippetViewSetGroup):
    """Snippets and plain models side by side, in the order in which staff work with them."""

    menu_label = _("Newsletter")
    menu_icon = "mail"
    menu_order = 300
    items = (AudienceViewSet, SubscriberViewSet, SuppressionViewSet)
