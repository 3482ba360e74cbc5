"""Audiences in the admin."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from media.text.email_address import shown_address
from newsletter.models import Audience

MAIN_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code in settings.READER_LANGUAGES]


def main_language(audience: Audience) -> str:
    return str(dict(settings.LANGUAGES).get(audience.default_language, audience.default_language))


class AudienceViewSet(ModelViewSet):
    """Whom an edition is for, and how its mail presents itself."""

    model = Audience
    icon = "group"
    name = "audiences"
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = (
        "name",
        Column("from_email", label=_("sender's address"), accessor=lambda row: shown_address(row.from_email)),
        Column("default_language", label=_("Main language"), accessor=main_language, sort_key="default_language"),
    )
    search_fields = ("name", "description")
    panels = (
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("slug", heading=_("Short name")),
        MultiFieldPanel(
            [FieldPanel("from_name"), FieldPanel("from_email"), FieldPanel("reply_to")],
            heading=_("How its mail presents itself"),
        ),
        FieldPanel("default_language", widget=forms.Select(choices=MAIN_LANGUAGES)),
        HelpPanel(
            content=_("Readers get the edition in their own language, or in the main one where that is missing.")
        ),
    )
