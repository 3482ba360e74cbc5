"""Whose words a passage holds, said on its card: the person, and the consent, chosen or recorded right there."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.admin.people.terms_form import TermsForm
from cms.admin.reports.responses import Done, check_permission, done, refused
from cms.core.errors import CosechaError
from cms.core.http.row_keys import key_in
from cms.harvest.review.attribution import (
    NewPerson,
    consents_in_force,
    make_consent,
    make_person,
    named_before,
    people_found,
    say_whose,
)
from cms.harvest.review.decide import accept_passage
from cms.models import Consent, Contributor, Organisation, Passage
from cms.terms.summary import in_words
from cms.users.session import signed_in_user

MANY_PEOPLE = 8
MANY_ORGANISATIONS = 200
NEW = "new"
PREFIX = "terms"


class NotFilledInError(CosechaError):
    """Something of the new consent is missing or contradicts itself."""


class HereTermsForm(TermsForm):
    """The main choices of a consent, with the browser's own date fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begins_on", "expires_on"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        for field in self.fields.values():
            # The card has its own marks for what is missing; the browser's would block "later".
            field.widget.is_required = False

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        main = ["uses", "networks", "credit", "shown", "begins_on", "expires_on", "how", "is_minor", "guardian"]
        return [
            ("", [self[name] for name in main if name in self.fields]),
            (_("More"), [self["explained_in"], self["evidence"], self["note"]]),
        ]


def whose_context(request: HttpRequest, passage: Passage) -> dict[str, Any]:
    """What the panel of one passage offers: people to choose from, or whose it is with their consents."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = asked.get("contributor")
    known = passage.item.contributor if passage.item else passage.contributor
    contributor = known if chosen is None else _contributor(chosen)
    is_new = chosen == NEW
    query = asked.get("q", passage.speaker if contributor is None else "")
    consents = consents_in_force(contributor) if contributor else []
    consent = passage.item.consent_id if passage.item else passage.consent_id
    wanted = asked.get("consent", str(consent or (consents[0].pk if len(consents) == 1 else "")))
    before = named_before(passage)
    return {
        "passage": passage,
        "contributor": contributor,
        "is_new": is_new,
        "query": query,
        "people": [] if contributor or is_new else people_found(query, MANY_PEOPLE),
        "before": before if before and (contributor is None or before.contributor_id != contributor.pk) else None,
        "consents": [(row, in_words(terms), wanted == str(row.pk)) for row in consents if (terms := row.current_terms)],
        "wanted": wanted if consents or wanted == NEW else NEW if is_new else wanted,
        "form": _form(request),
        "label": asked.get("label") or _label(passage),
        "new": {
            "name": asked.get("new_name", query),
            "role": asked.get("new_role", passage.role),
            "organisation": asked.get("new_organisation", ""),
        },
        "organisations": Organisation.objects.values_list("name", flat=True)[:MANY_ORGANISATIONS] if is_new else [],
        "may_add_person": request.user.has_perm("cms.add_contributor"),
        "may_add_consent": request.user.has_perm("cms.add_consentterms"),
    }


@require_GET
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The people that match what is typed."""
    check_permission(request)
    context = whose_context(request, _passage(pk))
    return HttpResponse(render_to_string("cms/admin/reports/people.html", context, request))


def whose(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel, for the script; and what was chosen in it."""
    check_permission(request)
    return _chosen(request, pk) if request.method == "POST" else _panel(request, pk)


@require_GET
def _panel(request: HttpRequest, pk: int) -> HttpResponse:
    context = whose_context(request, _passage(pk)) | {"inline": True}
    return HttpResponse(render_to_string("cms/admin/reports/whose.html", context, request))


@require_POST
def _chosen(request: HttpRequest, pk: int) -> HttpResponse:
    passage = _passage(pk)
    try:
        with transaction.atomic():
            said = _say(request, passage)
            if request.POST.get("action") == "accept" and said.is_pending:
                accept_passage(said, signed_in_user(request))
    except CosechaError as error:
        context = whose_context(request, _passage(pk)) | {"error": str(error), "inline": True}
        panel = render_to_string("cms/admin/reports/whose.html", context, request)
        return refused(request, passage.report, error, panel=panel)
    what = Done(passage.report, [passage.pk], passage=passage, stays=request.POST.get("action") != "accept")
    what.told = (
        _("Passage %(place)s: words of %(name)s.") % {"place": passage.position, "name": said.contributor}
        if said.contributor
        else _("Passage %s is saved.") % passage.position
    )
    return done(request, what)


def _say(request: HttpRequest, passage: Passage) -> Passage:
    data = request.POST
    if data.get("contributor") == NEW:
        new = NewPerson(data.get("new_name", ""), data.get("new_role", ""), data.get("new_organisation", ""))
        contributor: Contributor | None = make_person(new, signed_in_user(request))
    else:
        contributor = _contributor(data.get("contributor", ""))
    consent = _consent(request, contributor) if contributor else None
    return say_whose(passage, contributor, consent, signed_in_user(request))


def _consent(request: HttpRequest, contributor: Contributor) -> Consent | None:
    wanted = request.POST.get("consent", "")
    if wanted != NEW:
        return None if (key := key_in(wanted)) is None else get_object_or_404(Consent, pk=key)
    form = _form(request)
    if not form.is_valid():
        raise NotFilledInError(_("The consent is not complete. See what is marked."))
    terms = form.terms() | {"evidence": form.stored_evidence(signed_in_user(request))}
    label = request.POST.get("label", "").strip()
    if not label:
        raise NotFilledInError(_("Say what the consent covers."))
    return make_consent(contributor, label, terms, signed_in_user(request))


def _form(request: HttpRequest) -> HereTermsForm:
    if request.method == "POST" and request.POST.get("consent") == NEW:
        return HereTermsForm(request.POST, request.FILES, prefix=PREFIX)
    return HereTermsForm(prefix=PREFIX)


def _contributor(text: str) -> Contributor | None:
    key = key_in(text)
    if key is None:
        return None
    return get_object_or_404(Contributor.objects.select_related("organisation"), pk=key)


def _label(passage: Passage) -> str:
    """What a consent recorded here covers, until somebody says it better."""
    return (_("What was said in: %s") % (passage.report.workshop or passage.report))[:160]


def _passage(pk: int) -> Passage:
    rows = Passage.objects.select_related("report__workshop", "contributor", "consent", "item__contributor")
    return get_object_or_404(rows, pk=pk)
