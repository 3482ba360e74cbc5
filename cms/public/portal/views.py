"""A person's own page: what of theirs is where, and taking it back or allowing less, without account or script.

What is read here never changes anything: a chat fetches the link by itself to show a preview of it.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.channels import channels, copies_of, networks
from cms.consent.gate import Use
from cms.core.errors import ConsentTermsError
from cms.models import Consent, ConsentTerms, Contributor, Receipt, TakeBack
from cms.public.portal import item_list
from cms.public.portal.access import for_holder, page
from cms.public.portal.reduce_form import ReducibleTerms, Wish, changes_nothing, less, offer
from cms.terms.record import TermsStatus, effect_of_terms, narrow_terms, standing
from cms.withdrawal.withdraw import effect_of_withdrawing, items_of, withdraw_own_item, withdraw_own_words

OPEN = (TermsStatus.VALID, TermsStatus.EXPIRING)


@for_holder()
def home(request: HttpRequest, contributor: Contributor, language: str, token: str) -> HttpResponse:
    """Everything of theirs: the words and where they are, what they allow, and the receipts."""
    items = list(items_of(contributor).not_withdrawn().order_by("-pk"))
    consents = [(consent, consent.current_terms) for consent in contributor.consents.order_by("-pk")]
    today = timezone.localdate()
    return page(
        request,
        "home",
        language,
        token,
        name=contributor.first_name,
        items=[(item, item_list.words_of(item), item_list.copy_places(copies_of(item))) for item in items],
        consents=[
            (
                consent,
                item_list.allowed(terms),
                standing(terms, today),
                standing(terms, today) in OPEN and _may_less(terms),
            )
            for consent, terms in consents
            if terms
        ],
        is_minor=any(terms.is_minor for _consent, terms in consents if terms),
        may_withdraw_all=bool(items) or any(terms and not terms.is_withdrawal for _consent, terms in consents),
        receipts=_receipts_of(contributor),
    )


@for_holder(changes=True)
def withdraw_item(request: HttpRequest, contributor: Contributor, language: str, token: str, pk: int) -> HttpResponse:
    """Take one item back: its effect, then the deed."""
    item = get_object_or_404(items_of(contributor), pk=pk)
    if request.method == "POST":
        with override(settings.LANGUAGE_CODE):
            take_back = withdraw_own_item(item, contributor)
        return redirect("own_receipt", language, token, take_back.pk)
    if item.is_withdrawn:
        earlier = _receipts_of(contributor).filter(items=item, cause=TakeBack.Cause.WITHDRAWN).first()
        return (
            redirect("own_receipt", language, token, earlier.pk) if earlier else redirect("own_page", language, token)
        )
    return _asked(
        request,
        language,
        token,
        title=_("Take these words back?"),
        button=_("Yes, take them back"),
        quoted=[item_list.words_of(item)],
        is_final=True,
        effect=effect_of_withdrawing([item]),
    )


@for_holder(changes=True)
def withdraw_all(request: HttpRequest, contributor: Contributor, language: str, token: str) -> HttpResponse:
    """Take everything back: the effect, then the deed."""
    if request.method == "POST":
        with override(settings.LANGUAGE_CODE):
            take_back = withdraw_own_words(contributor)
        return redirect("own_receipt", language, token, take_back.pk)
    items = list(items_of(contributor).not_withdrawn().order_by("-pk"))
    return _asked(
        request,
        language,
        token,
        title=_("Take back everything of yours?"),
        button=_("Yes, take back everything"),
        quoted=[item_list.words_of(item) for item in items],
        is_final=True,
        effect=effect_of_withdrawing(items),
    )


@for_holder(changes=True)
def allow_less(request: HttpRequest, contributor: Contributor, language: str, token: str, pk: int) -> HttpResponse:
    """Allow less: what can be taken away, then its effect, then the record."""
    consent = get_object_or_404(contributor.consents, pk=pk)
    terms, today = consent.current_terms, timezone.localdate()
    if terms is None or standing(terms, today) not in OPEN:
        return redirect("own_page", language, token)
    offered = offer(terms, [name for name, _label in networks()], today)
    if request.method != "POST":
        return _choosing(request, language, token, consent, terms, offered)
    try:
        wanted = less(terms, Wish.posted(dict(request.POST.lists()), today), offered)
        if "confirmed" in request.POST:
            with override(settings.LANGUAGE_CODE):
                recorded = narrow_terms(consent, **wanted)
            receipt = recorded.take_backs.first()
            return (
                redirect("own_receipt", language, token, receipt.pk)
                if receipt
                else redirect("own_page", language, token)
            )
    except ConsentTermsError as error:
        return _choosing(request, language, token, consent, terms, offered, str(error))
    if changes_nothing(terms, wanted):
        nothing = _("You have not changed anything. Untick what you no longer want, or go back.")
        return _choosing(request, language, token, consent, terms, offered, nothing)
    row = ConsentTerms(consent=consent, **wanted)
    return _asked(
        request,
        language,
        token,
        title=_("Allow only this?"),
        button=_("Yes, allow only this"),
        allowed=item_list.allowed(row),
        effect=effect_of_terms(consent, row),
        chosen=[(name, value) for name, values in request.POST.lists() for value in values if name in CHOICES],
        back_to_choosing=True,
    )


# What the form of `allow_less` sends, and sends again to confirm.
CHOICES = ("uses", "networks", "credit", "parts", "end", "end_day")


@for_holder()
def receipt(request: HttpRequest, contributor: Contributor, language: str, token: str, pk: int) -> HttpResponse:
    """Their copy: what became of each copy of their words, for as long as they hold the link."""
    take_back = get_object_or_404(_receipts_of(contributor), pk=pk)
    places = item_list.settled_places(take_back.receipts.select_related("item"), channels())
    return page(
        request,
        "receipt",
        language,
        token,
        take_back=take_back,
        quoted=[item_list.words_of(item) for item in take_back.items.all()],
        places=places,
        is_pending=any(place.state == Receipt.State.PENDING for found in places.values() for place in found),
        allowed=item_list.allowed(take_back.terms) if take_back.terms else [],
    )


def _receipts_of(contributor: Contributor) -> QuerySet[TakeBack]:
    """Receipts of what was theirs at the time: what has moved to another person's consent stays the other's."""
    theirs = Q(contributor=contributor) | Q(contributor=None, consent__contributor=contributor)
    return TakeBack.objects.filter(theirs).select_related("terms")


def _may_less(terms: ConsentTerms) -> bool:
    return any(getattr(terms, f"allows_{use.value}") for use in Use)


def _asked(request: HttpRequest, language: str, token: str, *, effect: Any, **context: Any) -> HttpResponse:
    """What would follow, and the one button that does it."""
    is_one = len({item.pk for item, _channel, _copy in effect}) == 1 and len(context.get("quoted", ())) == 1
    places = item_list.copy_places(((channel, copy) for _item, channel, copy in effect), is_beside_words=is_one)
    return page(request, "confirm", language, token, places=places, **context)


def _choosing(
    request: HttpRequest,
    language: str,
    token: str,
    consent: Consent,
    terms: ConsentTerms,
    offered: ReducibleTerms,
    problem: str = "",
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None

    def row(name: str, value: str, label: str, *, is_set: bool = True) -> tuple[str, str, bool]:
        return value, label, value in posted.getlist(name) if posted is not None else is_set

    return page(
        request,
        "less",
        language,
        token,
        400 if problem else 200,
        consent=consent,
        problem=problem,
        uses=[row("uses", use, item_list.use_name(use)) for use in offered.uses],
        networks=[row("networks", name, item_list.network_name(name)) for name in offered.networks],
        credits=[
            row("credit", credit, item_list.credit_name(credit), is_set=credit == terms.credit)
            for credit in offered.credits
        ],
        parts=[row("parts", part, item_list.part_name(part)) for part in offered.parts],
        ends=offered.ends,
        last=terms.expires_on,
        end=posted.get("end", "") if posted is not None else "",
        end_day=posted.get("end_day", "") if posted is not None else "",
        today=timezone.localdate(),
    )
