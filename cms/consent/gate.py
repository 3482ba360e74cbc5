"""The gate: may this item go to that use now, and showing what?

`clearance` answers for one item and says why not; `cleared` is the same rule as one query. A property test holds the
two equal. Whoever lets content out (API, pages, composer, planner, sender, publisher) asks here, and nowhere else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.approval import Approval
from cms.models.consent import ConsentTerms, ConsentTermsNetwork, Credit
from cms.models.items import Item, ItemQuerySet, Voice
from cms.models.kinds import CONTENT_MODELS


class Use(TextChoices):
    """Where content may go."""

    WEB = "web", _("Website")
    NEWSLETTER = "newsletter", _("Monthly email")
    SOCIAL = "social", _("Social networks")


class Refusal(TextChoices):
    """Why an item may not go there now, in the order in which they are looked for."""

    WITHDRAWN = "withdrawn", _("It was withdrawn.")
    NOT_LIVE = "not_live", _("It is not published.")
    NO_CONSENT = "no_consent", _("These are somebody's words, and no consent is recorded for them.")
    CONSENT_OF_ANOTHER = "consent_of_another", _("The consent recorded for it is another person's.")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("The person withdrew their consent.")
    NOT_BEGUN = "not_begun", _("The consent has not begun yet.")
    EXPIRED = "expired", _("The consent has expired.")
    USE_NOT_COVERED = "use_not_covered", _("The consent does not cover this use.")
    NETWORK_NOT_COVERED = "network_not_covered", _("The consent does not cover this network.")
    NOT_APPROVED = "not_approved", _("It is sensitive, and a second person has not approved it yet.")
    BEING_CHECKED = (
        "being_checked",
        _("What it shows has changed and is being checked again."),
    )
    REVEALS_TOO_MUCH = "reveals_too_much", _("It shows more about the person than they allowed.")


@dataclass(frozen=True)
class Clearance:
    """The gate's answer. Where `refusal` is None the item may go, showing what the rest says."""

    refusal: Refusal | None
    credit: Credit = Credit.ANONYMOUS
    shows_face: bool = False
    shows_place: bool = False
    shows_organisation: bool = False

    @property
    def is_cleared(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        """The sentence that says why not; empty when cleared."""
        return str(self.refusal.label) if self.refusal else ""


def clearance(item: Item, use: Use, at: datetime, network: str | None = None) -> Clearance:
    """May `item` go to `use` (for social: to `network`) at `at`? Reads the database as it is now."""
    if item.withdrawn_at is not None:
        return Clearance(Refusal.WITHDRAWN)
    if not item.contents(live_only=True):
        return Clearance(Refusal.NOT_LIVE)
    terms = item.terms
    if item.has_person:
        if item.consent and item.contributor_id not in (None, item.consent.contributor_id):
            return Clearance(Refusal.CONSENT_OF_ANOTHER)
        refusal = refusal_of_terms(terms, use, timezone.localdate(at), network)
        if refusal:
            return Clearance(refusal)
    if item.needs_second_person and not second_approvals(item).exists():
        return Clearance(Refusal.NOT_APPROVED)
    if item.disclosure_stale_at is not None:
        return Clearance(Refusal.BEING_CHECKED)
    if not item.disclosure_is_clean:
        return Clearance(Refusal.REVEALS_TOO_MUCH)
    return shown(terms)


def refusal_of_terms(terms: ConsentTerms | None, use: Use, day: date, network: str | None = None) -> Refusal | None:
    """Why `terms` do not allow `use` on `day`; None when they do."""
    if terms is None:
        return Refusal.NO_CONSENT
    if terms.is_withdrawal:
        return Refusal.CONSENT_WITHDRAWN
    if terms.begins_on > day:
        return Refusal.NOT_BEGUN
    if terms.expires_on is not None and terms.expires_on < day:
        return Refusal.EXPIRED
    if not getattr(terms, f"allows_{use.value}"):
        return Refusal.USE_NOT_COVERED
    if use == Use.SOCIAL and network and not terms.covers_network(network):
        return Refusal.NETWORK_NOT_COVERED
    return None


def shown(terms: ConsentTerms | None) -> Clearance:
    """What may be shown under `terms`; without a person behind it there is nobody to name."""
    if terms is None:
        return Clearance(None)
    return Clearance(None, Credit(terms.credit), terms.shows_face, terms.shows_place, terms.shows_organisation)


def cleared(items: ItemQuerySet, use: Use, at: datetime, network: str | None = None) -> ItemQuerySet:
    """The items among `items` for which `clearance` says yes, as one query.

    Stale items are not among them: what marks an item as stale also marks it as not clean.
    """
    live = Q()
    for model in CONTENT_MODELS:
        contents = model.objects.filter(translation_key=OuterRef("translation_key"), live=True)
        live |= Q(("kind", model.kind), Exists(contents))
    newest = ConsentTerms.objects.filter(consent=OuterRef("consent")).order_by("-pk").values("pk")[:1]
    approved = ~needs_second_person() | second_approval_exists()
    their_own = Q(contributor__isnull=True) | Q(contributor=F("consent__contributor"))
    in_force = allowing_terms(use, timezone.localdate(at), network).filter(pk=OuterRef("current_terms"))
    allowed = Q(voice=Voice.NOBODY) | (Q(("consent__isnull", False), Exists(in_force)) & their_own)
    return (
        items.filter(withdrawn_at__isnull=True, disclosure_is_clean=True)
        .annotate(current_terms=Subquery(newest))
        .filter(live, approved, allowed)
    )


def needs_second_person() -> Q:
    """`Item.needs_second_person` as a condition in a query over items."""
    minors = newest_terms().filter(consent=OuterRef("consent"), is_minor=True)
    return Q(is_sensitive=True) | Q(Exists(minors), voice=Voice.PERSON)


def awaiting_second_person() -> QuerySet[Item]:
    """Live and sensitive, and not approved by a second person as they are now."""
    live = Q()
    for model in CONTENT_MODELS:
        contents = model._default_manager.filter(translation_key=OuterRef("translation_key"), live=True)
        live |= Q(Exists(contents), kind=model.kind)
    return Item.objects.not_withdrawn().filter(needs_second_person()).exclude(second_approval_exists()).filter(live)


def newest_terms() -> QuerySet[ConsentTerms]:
    """The terms in force of every consent, as a query."""
    newer = ConsentTerms.objects.filter(consent=OuterRef("consent"), pk__gt=OuterRef("pk"))
    return ConsentTerms.objects.filter(~Exists(newer))


def second_approval_exists() -> Exists:
    """`second_approvals` as a condition in a query over items."""
    return Exists(
        Approval.objects.filter(
            content_type=ContentType.objects.get_for_model(Item),
            object_id=OuterRef("pk"),
            digest=OuterRef("content_digest"),
            voided_at__isnull=True,
        )
    )


def allowing_terms(use: Use, day: date, network: str | None = None) -> QuerySet[ConsentTerms, Any]:
    """`refusal_of_terms` as a query over terms; whether they are the newest is the caller's to ask."""
    terms = ConsentTerms.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        is_withdrawal=False,
        begins_on__lte=day,
        **{f"allows_{use.value}": True},
    )
    if use == Use.SOCIAL and network:
        named = ConsentTermsNetwork.objects.filter(terms=OuterRef("pk"), name=network)
        terms = terms.filter(Q(allows_all_networks=True) | Exists(named))
    return terms.values("pk")


def second_approvals(item: Item) -> QuerySet[Approval]:
    """Approvals of exactly what is live now."""
    return Approval.objects.filter(
        content_type=ContentType.objects.get_for_model(Item),
        object_id=item.pk,
        digest=item.content_digest,
        voided_at__isnull=True,
    )
