"""Personas y consentimientos: whose words these are, and what they allowed."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import Consent, Contributor, Organisation, Workshop


class ContributorViewSet(SnippetViewSet):
    model = Contributor
    icon = "user"
    inspect_view_enabled = True
    list_display: ClassVar = ["full_name", "role", "region", "organisation"]
    panels: ClassVar = [
        FieldPanel("full_name"),
        FieldPanel("first_name"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("region")]),
        FieldPanel("organisation"),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone")], heading=_("How to reach them")),
        FieldPanel("notes"),
    ]


class ConsentViewSet(SnippetViewSet):
    model = Consent
    icon = "key"
    inspect_view_enabled = True
    list_display: ClassVar = ["contributor", "label"]
    panels: ClassVar = [FieldPanel("contributor"), FieldPanel("label")]


class WorkshopViewSet(SnippetViewSet):
    model = Workshop
    icon = "group"
    list_display: ClassVar = ["title", "starts_on", "place"]
    panels: ClassVar = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("place"),
        FieldPanel("organisations"),
        FieldPanel("description"),
    ]


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "site"
    list_display: ClassVar = ["name", "country"]
    panels: ClassVar = [FieldPanel("name"), FieldPanel("country"), FieldPanel("website")]


class PeopleViewSetGroup(SnippetViewSetGroup):
    menu_label = _("People and consents")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 200
    items = (ContributorViewSet, ConsentViewSet, WorkshopViewSet, OrganisationViewSet)


register_snippet(PeopleViewSetGroup)
