"""Recording what a person allows, in the admin: the form, and what would be taken back before it is."""

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.people.terms_form import NewConsentForm, TermsForm
from cms.channels import Channel, Copy
from cms.core.errors import CosechaError
from cms.models import Consent, ConsentTerms, Item
from cms.terms.record import effect_of_terms, record_terms
from cms.users.session import signed_in_user
from cms.withdrawal.withdraw import in_sentences

# The pages of a consent; its viewset makes them.
_NAMESPACE = "wagtailsnippets_cms_consent"
INDEX, INSPECT, RECORD = f"{_NAMESPACE}:list", f"{_NAMESPACE}:inspect", f"{_NAMESPACE}:record_terms"


class TermsView(WagtailAdminTemplateMixin, TemplateView):
    """Recording terms: the form, then, where something would be taken back, its effect, then the record."""

    template_name = "cms/admin/people/terms_form.html"
    header_icon = "key"
    form_class: type[TermsForm] = TermsForm
    effect: list[tuple[Item, Channel, Copy]] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.add_consentterms"):
            raise PermissionDenied
        self.consent = self.find_consent()
        self.form = self.form_class(request.POST or None, request.FILES or None, initial=self.initial(), prefix="terms")
        return super().dispatch(request, *args, **kwargs)

    def find_consent(self) -> Consent:
        return get_object_or_404(Consent.objects.select_related("contributor"), pk=self.kwargs["pk"])

    def initial(self) -> dict[str, Any]:
        return TermsForm.initial_from(self.consent.current_terms)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            messages.validation_error(request, _("The terms could not be recorded. See what is marked."), self.form)
            return self.get(request)
        evidence = self.form.stored_evidence(signed_in_user(request))
        terms = self.form.terms() | {"evidence": evidence}
        self.effect = effect_of_terms(self.consent, ConsentTerms(consent=self.consent, **terms))
        if self.effect and not self.form.cleaned_data["confirmed"]:
            return self.ask_again(evidence)
        try:
            row = self.record(terms)
        except CosechaError as error:
            messages.error(request, str(error))
            return self.get(request)
        messages.success(request, _("The terms were recorded."))
        take_back = row.take_backs.first()
        if take_back:
            return redirect("withdrawals:receipt", take_back.pk)
        return redirect(INSPECT, row.consent_id)

    def record(self, terms: dict[str, Any]) -> ConsentTerms:
        return record_terms(self.consent, signed_in_user(self.request), **terms)

    def ask_again(self, evidence: Any) -> HttpResponse:
        """Show what would be taken back. Any change of the form shows its effect anew."""
        data = self.request.POST.copy()
        data[self.form.add_prefix("confirmed")] = "on"
        if evidence:
            data[self.form.add_prefix("kept_evidence")] = signing.dumps(evidence.pk, salt="evidence")
        self.form.data = data
        return self.get(self.request)

    def get_page_title(self) -> str:
        return _("Record new terms")

    def get_page_subtitle(self) -> str:
        return str(self.consent.contributor)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Consents")},
            {"url": reverse(INSPECT, args=[self.consent.pk]), "label": str(self.consent)},
            {"url": "", "label": self.get_page_title(), "sublabel": str(self.consent.contributor)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "form": self.form,
            "media": self.form.media,
            "effect": in_sentences(self.effect),
            "submit_label": _("Record and take back") if self.effect else self.submit_label(),
            "back_url": self.back_url(),
        }

    def submit_label(self) -> str:
        return _("Record these terms")

    def back_url(self) -> str:
        return reverse(INSPECT, args=[self.consent.pk])


class NewConsentView(TermsView):
    """A consent with its first terms, in one form."""

    form_class = NewConsentForm

    def find_consent(self) -> Consent:
        return Consent()

    def initial(self) -> dict[str, Any]:
        return {"contributor": self.request.GET.get("contributor")}

    def record(self, terms: dict[str, Any]) -> ConsentTerms:
        with transaction.atomic():
            data = self.form.cleaned_data
            consent = Consent.objects.create(contributor=data["contributor"], label=data["label"])
            return record_terms(consent, signed_in_user(self.request), **terms)

    def get_page_title(self) -> str:
        return _("New consent")

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        consents = {"url": reverse(INDEX), "label": _("Consents")}
        return [*self.breadcrumbs_items, consents, {"url": "", "label": self.get_page_title()}]

    def back_url(self) -> str:
        return reverse(INDEX)
