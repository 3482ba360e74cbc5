"""Personas y consentimientos: whose words these are, and what they allowed."""

from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSetGroup

from cms.admin.capture import CaptureView, WorkshopEditView, WorkshopIndexView
from cms.admin.changes.forms import AskPanel, ShownForm
from cms.admin.chrome.snippets import OurSnippetViewSet
from cms.admin.content.covered_items import covered
from cms.admin.people import consent_report, portal_link
from cms.admin.people.consents import TAGS, ConsentPermissionPolicy, ConsentViewSet
from cms.admin.people.record_terms import INSPECT
from cms.admin.withdrawal.list import RecordPolicy, TakeBackViewSet
from cms.core.text.skeleton_search import SearchByName
from cms.models import Consent, Contributor, Erasure, Organisation, TakeBack, Workshop
from cms.terms.record import standing
from cms.terms.summary import in_words
from cms.withdrawal.erase import MAY_ERASE
from cms.withdrawal.withdraw import items_of

TEMPLATE = "cms/admin/people/contributor.html"


class ContributorIndexView(SearchByName, IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Contributor.objects.select_related("organisation").annotate(
            consent_count=Count("consents", distinct=True),
            item_count=Count("items", filter=Q(items__withdrawn_at__isnull=True), distinct=True),
        )

    @cached_property
    def columns(self) -> list[BaseColumn]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("full_name", label=_("Name"), get_url=self.get_inspect_url, sort_key="full_name"),
            Column("role", label=_("Role"), sort_key="role"),
            Column("region", label=_("Region or place"), sort_key="region"),
            Column("organisation", label=_("Organisation"), sort_key="organisation__name"),
            NumberColumn("item_count", label=_("Items"), sort_key="item_count"),
            NumberColumn("consent_count", label=_("Consents"), sort_key="consent_count"),
        ]


class ContributorInspectView(InspectView):
    """A person: their consents, and where their words may go now."""

    def get_template_names(self) -> list[str]:
        return [TEMPLATE]

    def get_object(self, queryset: Any = None) -> Contributor:
        return get_object_or_404(Contributor.objects.select_related("organisation"), pk=self.pk)

    @cached_property
    def erasure(self) -> Erasure | None:
        return self.object.erasures.first()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        people = {"url": reverse(self.index_url_name), "label": _("Contributors")}
        return [*self.breadcrumbs_items, people, {"url": "", "label": str(self.object)}]

    @cached_property
    def header_buttons(self) -> list[Any]:
        if self.erasure or not self.request.user.has_perm("cms.add_consentterms"):
            return []
        url = f"{reverse('wagtailsnippets_cms_consent:add')}?contributor={self.object.pk}"
        return [HeaderButton(_("New consent"), url=url, icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm("cms.withdraw_item"):
            url = reverse("withdrawals:contributor", args=[self.object.pk])
            buttons.append(Button(_("Withdraw everything of theirs"), url=url, icon_name="no-view", priority=90))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        consents = [
            (consent, consent.current_terms, standing(consent.current_terms, today))
            for consent in self.object.consents.prefetch_related("terms")
        ]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "contributor": self.object,
            "consents": [
                (consent, reverse(INSPECT, args=[consent.pk]), in_words(terms) if terms else [], stands, TAGS[stands])
                for consent, terms, stands in consents
            ],
            "items": covered(items_of(self.object)),
            "erasure": self.erasure,
            "own_page": None if self.erasure else portal_link.panel(self.object, self.request),
            "may_withdraw": not self.erasure and self.request.user.has_perm("cms.withdraw_item"),
            "may_erase": not self.erasure and self.request.user.has_perm(MAY_ERASE),
            "take_backs": self.object.take_backs.all(),
        }


class ContributorViewSet(OurSnippetViewSet):
    model = Contributor
    icon = "user"
    inspect_view_enabled = True
    index_view_class = ContributorIndexView
    inspect_view_class = ContributorInspectView
    list_display: ClassVar = ["full_name"]
    list_filter: ClassVar = ["organisation"]
    list_per_page = 30
    edit_handler = ObjectList(
        [
            AskPanel(),
            MultiFieldPanel(
                [FieldPanel("full_name"), FieldPanel("first_name")],
                heading=gettext_lazy("Name"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("role"), FieldPanel("region")]), FieldPanel("organisation")],
                heading=gettext_lazy("Who they are"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]), FieldPanel("notes")],
                heading=gettext_lazy("How to reach them"),
            ),
        ],
        base_form_class=ShownForm,
    )


class WorkshopViewSet(OurSnippetViewSet):
    model = Workshop
    icon = "group"
    index_view_class = WorkshopIndexView
    edit_view_class = WorkshopEditView
    list_display: ClassVar = ["title", "starts_on", "place"]
    list_per_page = 30
    edit_handler = ObjectList(
        [
            AskPanel(),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("place"),
            FieldPanel("organisations", widget=CheckboxSelectMultiple),
            FieldPanel("description"),
        ],
        base_form_class=ShownForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("collect/<int:pk>/", CaptureView.as_view(), name="capture")]


class OrganisationViewSet(OurSnippetViewSet):
    model = Organisation
    icon = "site"
    list_display: ClassVar = ["name", "country"]
    list_filter: ClassVar = ["country"]
    list_per_page = 30
    edit_handler = ObjectList(
        [AskPanel(), FieldPanel("name"), FieldPanel("country"), FieldPanel("website")],
        base_form_class=ShownForm,
    )


class PeopleViewSetGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 200
    items = (ContributorViewSet, ConsentViewSet, TakeBackViewSet, WorkshopViewSet, OrganisationViewSet)

    def get_submenu_items(self) -> list[Any]:
        return [*super().get_submenu_items(), consent_report.menu_item(order=len(self.items) + 1)]


@hooks.register("insert_global_admin_css")
def stylesheet() -> str:
    """Tags in lists, and the pages of this group."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/people/people.css"))


register_permission_policy(Consent, ConsentPermissionPolicy(Consent))
register_permission_policy(TakeBack, RecordPolicy(TakeBack))
register_snippet(PeopleViewSetGroup)
