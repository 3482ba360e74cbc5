"""Saying, in the report, whose words a passage holds and under which consent, before or after its draft is made."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.content.attribution import Attribution, ForeignConsentError, attribute
from cms.core.errors import CosechaError, NotPermittedError
from cms.core.text import collapse_spaces, skeleton
from cms.harvest.review.decide import AlreadyDecidedError, about, locked_passage
from cms.harvest.review.drafts import DRAFTS
from cms.models import Consent, Contributor, Organisation, Passage, Voice, model_for
from cms.terms.record import TermsStatus, record_terms, standing
from cms.users.models import User

IN_FORCE = (TermsStatus.VALID, TermsStatus.EXPIRING)


class NotInForceError(CosechaError):
    """It allows nothing today."""

    sentence = _("That consent is not in force any more. Choose another one, or record what the person allows now.")


class NobodyBeforeError(CosechaError):
    """There is no one to take over."""

    sentence = _("No passage before this one says whose words it holds.")


class NoNameError(CosechaError):
    """A person without a name."""

    sentence = _("Write the person's name. It is shown to nobody unless they allow it.")


@dataclass(frozen=True)
class NewPerson:
    """A contributor to be made: `organisation` by its name, as written."""

    name: str
    role: str = ""
    organisation: str = ""


def is_somebodys(kind: str) -> bool:
    """Whether a passage of this kind becomes somebody's words."""
    return kind in DRAFTS and model_for(kind).usual_voice == Voice.PERSON


@transaction.atomic
def say_whose(passage: Passage, contributor: Contributor | None, consent: Consent | None, by: User) -> Passage:
    """Record whose words these are; on the item at once, where there is one.

    Raises ForeignConsentError, NotInForceError, AlreadyDecidedError, and what `attribute` raises.
    """
    locked = locked_passage(passage, by)
    if locked.state == Passage.State.SKIPPED:
        raise AlreadyDecidedError
    if consent is not None:
        if contributor is None or consent.contributor_id != contributor.pk:
            raise ForeignConsentError
        if standing(consent.current_terms, timezone.localdate()) not in IN_FORCE:
            raise NotInForceError
    if locked.item is not None:
        if not by.has_perm(f"cms.change_{locked.item.kind}"):
            raise NotPermittedError
        seen = Attribution.of(locked.item)
        person, terms = contributor.pk if contributor else None, consent.pk if consent else None
        wanted = replace(seen, voice=Voice.PERSON, contributor=person, consent=terms)
        attribute(locked.item, wanted, seen, by)
    locked.contributor, locked.consent = contributor, consent
    locked.save()
    data = {"contributor": locked.contributor_id, "consent": locked.consent_id}
    log(locked.report, "cosecha.whose_passage", user=by, data=about(locked) | data)
    return locked


def same_as_before(passage: Passage, by: User) -> Passage:
    """Say that these are the words of whoever the nearest passage before it names. Raises NobodyBeforeError."""
    earlier = named_before(passage)
    if earlier is None:
        raise NobodyBeforeError
    consent = earlier.consent
    if consent and standing(consent.current_terms, timezone.localdate()) not in IN_FORCE:
        consent = None
    return say_whose(passage, earlier.contributor, consent, by)


def named_before(passage: Passage) -> Passage | None:
    """The nearest passage before it of which somebody said whose words it holds."""
    before = Q(position__lt=passage.position) | Q(position=passage.position, part__lt=passage.part)
    rows = Passage.objects.filter(before, report=passage.report_id, contributor__isnull=False)
    return rows.select_related("contributor", "consent").order_by("-position", "-part").first()


def people_found(query: str, most: int) -> list[Contributor]:
    """People whose name, role or organisation has every word of `query`, whatever its accents and capitals."""
    words = skeleton(query).split()
    rows: QuerySet[Contributor] = Contributor.objects.select_related("organisation").order_by("full_name")
    found = []
    for person in rows.iterator():
        about_them = skeleton(f"{person.full_name} {person.role} {person.organisation or ''}")
        if all(f" {word}" in f" {about_them}" for word in words):
            found.append(person)
            if len(found) == most:
                break
    return found


@transaction.atomic
def make_person(new: NewPerson, by: User) -> Contributor:
    """Make a contributor, and their organisation where there is none of that name. Raises NoNameError."""
    name = collapse_spaces(new.name)[:160]
    if not name:
        raise NoNameError
    if not by.has_perm("cms.add_contributor"):
        raise NotPermittedError
    person = Contributor.objects.create(
        full_name=name, role=new.role.strip()[:120], organisation=_organisation(new.organisation, by)
    )
    log(person, "wagtail.create", user=by)
    return person


def _organisation(name: str, by: User) -> Organisation | None:
    name = collapse_spaces(name)[:160]
    if not name:
        return None
    known = next((row for row in Organisation.objects.all() if skeleton(row.name) == skeleton(name)), None)
    if known is None:
        if not by.has_perm("cms.add_organisation"):
            raise NotPermittedError
        known = Organisation.objects.create(name=name)
        log(known, "wagtail.create", user=by)
    return known


@transaction.atomic
def make_consent(contributor: Contributor, label: str, terms: dict[str, Any], by: User) -> Consent:
    """Record a new consent of `contributor` with its first terms. Raises NotPermittedError, ConsentTermsError."""
    if not by.has_perm("cms.add_consent"):
        raise NotPermittedError
    consent = Consent.objects.create(contributor=contributor, label=label.strip()[:160])
    record_terms(consent, by, **terms)
    return consent


def consents_in_force(contributor: Contributor) -> list[Consent]:
    """The consents of theirs that allow something today, the newest first."""
    today = timezone.localdate()
    rows = contributor.consents.prefetch_related("terms").order_by("-created_at", "-pk")
    return [consent for consent in rows if standing(consent.current_terms, today) in IN_FORCE]
