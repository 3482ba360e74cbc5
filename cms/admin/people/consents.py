"""Consents in the admin: the list, and one consent's page."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, InspectView

from cms.admin.chrome.snippets import OurSnippetViewSet
from cms.admin.content.covered_items import covered
from cms.admin.people.record_terms import RECORD, NewConsentView, TermsView
from cms.consent.gate import Use
from cms.core.text.skeleton_search import SearchByName
from cms.models import Consent, Credit
from cms.terms.record import TermsStatus, standing, standing_at, with_current_terms
from cms.terms.summary import in_words

TEMPLATE = "cms/admin/people/consent.html"

TAGS = {
    TermsStatus.VALID: "positive",
    TermsStatus.EXPIRING: "warning",
    TermsStatus.EXPIRED: "critical",
    TermsStatus.WITHDRAWN: "critical",
    TermsStatus.EMPTY: "neutral",
}


class ConsentPermissionPolicy(ModelPermissionPolicy):
    """A consent is never deleted, whatever the permissions: it says what was allowed when something went out."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action != "delete" and super().user_has_permission_for_instance(user, action, instance)


class StandingColumn(BaseColumn):
    cell_template_name = "cms/admin/people/status_cell.html"

    def get_cell_context_data(self, instance: Consent, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        stands = standing(instance.current_terms, timezone.localdate())
        return context | {"label": stands.label, "tag": TAGS[stands]}


class UsesColumn(BaseColumn):
    cell_template_name = "cms/admin/people/uses_cell.html"

    def get_cell_context_data(self, instance: Consent, parent_context: dict[str, Any]) -> dict[str, Any]:
        terms = instance.current_terms
        uses = [use.label for use in Use if terms and getattr(terms, f"allows_{use.value}")]
        return super().get_cell_context_data(instance, parent_context) | {"uses": uses}


class ConsentFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=TermsStatus.choices, method="by_standing", empty_label=gettext_lazy("All")
    )

    class Meta:
        model = Consent
        fields: ClassVar = ["contributor__organisation"]

    def by_standing(self, consents: QuerySet[Consent], name: str, value: str) -> QuerySet[Any]:
        return standing_at(consents, TermsStatus(value), timezone.localdate())


class ConsentIndexView(SearchByName, IndexView):
    skeletons = ("skeleton", "contributor__skeleton")

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_current_terms(Consent.objects.select_related("contributor").prefetch_related("terms"))

    @cached_property
    def columns(self) -> list[BaseColumn]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("contributor", label=_("Person"), get_url=self.get_inspect_url, sort_key="contributor__full_name"),
            Column("label", label=_("What it covers"), sort_key="label"),
            UsesColumn("uses", label=_("May appear on")),
            Column("credit", label=_("Named as"), accessor=credit_of),
            Column("expires_on", label=_("Until"), accessor=last_day_of, sort_key="expires_on"),
            StandingColumn("standing", label=_("State")),
        ]

    def get_list_more_buttons(self, instance: Consent) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        return [button for button in buttons if button.url != self.get_edit_url(instance)]


def credit_of(consent: Consent) -> str:
    terms = consent.current_terms
    return str(Credit(terms.credit).label) if terms and not terms.is_withdrawal else ""


def last_day_of(consent: Consent) -> str:
    terms = consent.current_terms
    return date_format(terms.expires_on, "SHORT_DATE_FORMAT") if terms and terms.expires_on else ""


class ConsentInspectView(InspectView):
    """What a consent allows now, what it covers, and everything that was ever recorded about it."""

    page_title = gettext_lazy("Consent")

    def get_template_names(self) -> list[str]:
        return [TEMPLATE]

    def get_object(self, queryset: Any = None) -> Consent:
        return get_object_or_404(Consent.objects.select_related("contributor"), pk=self.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(self.index_url_name), "label": _("Consents")},
                {"url": "", "label": str(self.object.contributor), "sublabel": self.object.label}]  # fmt: skip

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.may_record:
            return []
        return [HeaderButton(_("Record new terms"), url=reverse(RECORD, args=[self.object.pk]), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = []
        if edit_url := self.get_edit_url():
            buttons.append(Button(_("Change its description"), url=edit_url, icon_name="edit", priority=10))
        if self.request.user.has_perm("cms.withdraw_item"):
            url = reverse("withdrawals:consent", args=[self.object.pk])
            buttons.append(Button(_("Withdraw this consent"), url=url, icon_name="no-view", priority=20))
        return buttons

    @cached_property
    def may_record(self) -> bool:
        terms = self.object.current_terms
        return self.request.user.has_perm("cms.add_consentterms") and not (terms and terms.is_withdrawal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = list(self.object.terms.select_related("recorded_by", "evidence").order_by("-pk"))
        stands = standing(history[0] if history else None, timezone.localdate())
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "consent": self.object,
            "standing": stands,
            "tag": TAGS[stands],
            "now": in_words(history[0]) if history else [],
            "history": [(terms, in_words(terms)) for terms in history],
            "items": covered(self.object.items.all()),
            "may_open_evidence": self.request.user.has_perm("cms.open_evidence"),
            "may_withdraw": self.request.user.has_perm("cms.withdraw_item") and stands != TermsStatus.WITHDRAWN,
            "take_backs": self.object.take_backs.all(),
        }


class ConsentViewSet(OurSnippetViewSet):
    model = Consent
    icon = "key"
    inspect_view_enabled = True
    index_view_class = ConsentIndexView
    inspect_view_class = ConsentInspectView
    filterset_class = ConsentFilterSet
    list_per_page = 30
    list_display: ClassVar = ["contributor", "label"]
    panels: ClassVar = [FieldPanel("contributor", read_only=True), FieldPanel("label")]

    @property
    def add_view(self) -> Any:
        return NewConsentView.as_view()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("terms/<int:pk>/", TermsView.as_view(), name="record_terms")]
