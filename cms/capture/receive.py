"""What a phone sends becomes a draft: all of it, once, or nothing."""

import secrets
from datetime import timedelta
from typing import Any, cast

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.capture.entry import Submission, SubmittedPerson
from cms.capture.errors import LinkOverError, OtherWordsError, TooManyError
from cms.capture.media_checks import clean_photo, clean_signature, voice_suffix
from cms.capture.signed_form import signed_form
from cms.content.create_draft import NewDraft, create_draft
from cms.core.text import paragraphs_to_html, shorten_first_line
from cms.models import (
    CaptureEntry,
    CaptureLink,
    Consent,
    Content,
    Contributor,
    Item,
    Kind,
    Organisation,
    Quote,
    Testimony,
)
from cms.models.capture import reference_of
from cms.terms.evidence import stored_evidence
from cms.terms.record import receive_terms
from media.clean_file import CleanFile
from media.models import CustomDocument, CustomImage

# A large workshop at the end of its day; more than that is no workshop.
ENTRIES_AN_HOUR = 200


def receive(link: CaptureLink, entry: Submission) -> CaptureEntry:
    """The draft of `entry`, never live, with its person, what they allowed and its proof.

    The same entry again answers the same. Raises CaptureError, and then nothing is kept.
    """
    if earlier := received(entry):
        return earlier
    _check_open(link)
    picture = clean_photo(entry.photo, f"{secrets.token_hex(8)}.jpg") if entry.photo else None
    proof, suffix = _proof(entry)
    stored: list[CustomImage | CustomDocument] = []
    try:
        evidence = stored_evidence(ContentFile(proof), suffix)
        stored.append(evidence)
        photo = _stored_photo(entry, picture) if picture else None
        stored += [photo] if photo else []
        with transaction.atomic():
            # Phones that send at once through this link wait for each other here, a phone that repeats itself too.
            link = CaptureLink.objects.select_for_update().select_related("workshop").get(pk=link.pk)
            if earlier := received(entry):
                _discard(stored)
                return earlier
            _check_open(link)
            _check_pace(link)
            return _kept(link, entry, photo, evidence)
    except BaseException:
        _discard(stored)
        raise


def received(entry: Submission) -> CaptureEntry | None:
    """What arrived with this key before. Raises OtherWordsError where it was something else."""
    earlier = CaptureEntry.objects.filter(key=entry.key).first()
    if earlier and earlier.digest != entry.digest:
        raise OtherWordsError
    return earlier


def _kept(link: CaptureLink, entry: Submission, photo: CustomImage | None, evidence: CustomDocument) -> CaptureEntry:
    if photo:
        photo.save()
    evidence.save()
    consent = Consent.objects.create(
        contributor=_contributor(entry.person),
        label=f"{link.workshop.title[:130]} · {reference_of(entry.key)}",
    )
    receive_terms(consent, evidence=evidence, **entry.terms)
    log(consent, "cosecha.capture", data={"link": link.pk})
    item = _draft(link, entry, consent, photo)
    return CaptureEntry.objects.create(link=link, key=entry.key, digest=entry.digest, item=item)


def _contributor(person: SubmittedPerson) -> Contributor:
    """Always a new row: two people of one name are never taken for one. Staff say when they are."""
    return Contributor.objects.create(
        full_name=person.full_name,
        role=person.role,
        region=person.region,
        organisation=_organisation(person.organisation),
        email=person.email,
        phone=person.phone,
    )


def _organisation(name: str) -> Organisation | None:
    """Its row, so that the check that nothing reveals it knows its name."""
    if not name:
        return None
    return Organisation.objects.filter(name__iexact=name).first() or Organisation.objects.create(name=name)


def _draft(link: CaptureLink, entry: Submission, consent: Consent, photo: CustomImage | None) -> Item:
    content: Content
    if entry.kind == Kind.QUOTE:
        content = Quote(text=entry.words)
    else:
        content = Testimony(title=shorten_first_line(entry.words), story=paragraphs_to_html(entry.words), photo=photo)
    locale = Locale.objects.filter(language_code=entry.language).first() or Locale.get_default()
    topics = [entry.topic] if entry.topic else []
    draft = NewDraft(content, locale, topics, consent=consent, workshop=link.workshop)
    return create_draft(draft, by=None).item


def _check_open(link: CaptureLink) -> None:
    if not link.is_open(timezone.now()):
        raise LinkOverError


def _check_pace(link: CaptureLink) -> None:
    if link.entries.filter(received_at__gt=timezone.now() - timedelta(hours=1)).count() >= ENTRIES_AN_HOUR:
        raise TooManyError


def _stored_photo(entry: Submission, picture: CleanFile) -> CustomImage:
    """The photo in its place, its row not saved yet. Its name says nothing of the person."""
    image: Any = CustomImage(title=_("Photo of %s") % reference_of(entry.key))
    image.file.save(picture.name, picture, save=False)
    return cast(CustomImage, image)


def _proof(entry: Submission) -> tuple[bytes, str]:
    """The recording; or else the form with each answer, and the signature below where there is one."""
    proof = entry.proof
    if proof.voice:
        return proof.voice, voice_suffix(proof.voice)
    signature = clean_signature(proof.signature) if proof.signature else None
    return signed_form(reference_of(entry.key), entry.answers, signature), ".pdf"


def _discard(stored: list[CustomImage | CustomDocument]) -> None:
    for row in stored:
        row.file.delete(save=False)
