"""The panels of the content form."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from cms.admin.content.form import ContentForm
from cms.admin.content.status import status_of
from cms.models import Item


class StandingPanel(Panel):
    """May it go out, and if not, why: the first thing one sees of an item."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/content/status_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(self.item)

        @property
        def item(self) -> Item | None:
            return getattr(self.form, "item", None)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["standing"] = status_of(self.item, self.instance) if self.item else None
            context["user"] = self.request.user
            context["may_approve"] = self.request.user.has_perm("cms.approve_item")
            return context


format_html_lazy = lazy(format_html, SafeString)


def _link_to_new_consent() -> Any:
    """Somebody who is here for the first time has no consent yet to choose."""
    return format_html_lazy(
        '{} <a href="{}" target="_blank" rel="noreferrer">{}</a>',
        _("Not there yet?"),
        reverse_lazy("wagtailsnippets_cms_consent:add"),
        _("Record the person's consent in another tab, and choose it here."),
    )


def whose_words() -> MultiFieldPanel:
    """The fields that live on the item."""
    return MultiFieldPanel(
        [
            FieldPanel("voice"),
            FieldPanel("consent", help_text=_link_to_new_consent()),
            FieldPanel("contributor"),
            FieldPanel("workshop"),
            FieldPanel("is_sensitive"),
            FieldPanel("content_warning"),
        ],
        heading=_("Whose words these are"),
        help_text=_("This belongs to the item in all its languages, and acts as soon as it is saved."),
    )


def content_form(*words: Panel) -> ObjectList:
    """The form of a kind whose own fields are `words`."""
    return ObjectList(
        [StandingPanel(), *words, FieldPanel("topics", widget=CheckboxSelectMultiple), whose_words()],
        base_form_class=ContentForm,
    )
