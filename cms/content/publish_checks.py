"""What must be true before a wording is published, whoever publishes it and however.

The gate would hold the words back anyway; here staff are told while they can still do something about it.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.consent.approvals import digest_of
from cms.core.errors import ArchivedError, CosechaError, WithdrawnError
from cms.core.text import fold_longest
from cms.models.content import Content
from cms.models.erasure import ErasedWords
from cms.models.items import Item, Voice


class NoConsentError(CosechaError):
    """Somebody's words, and nobody said whose or under which consent."""

    sentence = gettext_lazy(
        "These are somebody's words: say whose they are, and under which consent, before they go out."
    )


class WithdrawnWordsError(CosechaError):
    """The same words, withdrawn as another item: read in again, or typed again."""

    sentence = gettext_lazy(
        "The person withdrew these same words before. They come back only with a consent given after that."
    )


class IncompleteError(CosechaError):
    """Something that its kind cannot do without is not there yet."""


def missing_for_publishing(voice: str, contributor: object, consent: object) -> dict[str, str]:
    """What has to be said first, by field of the item; empty when nothing is missing."""
    if voice != Voice.PERSON:
        return {}
    missing = {}
    if not contributor:
        missing["contributor"] = _("Say whose words these are before they are reviewed or published.")
    if not consent:
        missing["consent"] = _("Choose the consent that covers these words before they are reviewed or published.")
    return missing


def check_publishable(item: Item) -> None:
    """Raise the reason why wordings of `item` may not be published."""
    if item.is_withdrawn:
        raise WithdrawnError
    if item.archived_at is not None:
        raise ArchivedError
    if missing_for_publishing(item.voice, item.contributor_id, item.consent_id):
        raise NoConsentError


def check_words(wording: Content, item: Item) -> None:
    """Raise WithdrawnWordsError where `wording` says what was withdrawn: a new item knows nothing of a tombstone."""
    words = fold_longest(wording.wording())
    consent = item.consent if item.has_person else None
    buried = (
        type(wording).objects.filter(item__withdrawn_at__isnull=False).exclude(translation_key=item.translation_key)
    )
    erased = ErasedWords.objects.filter(digest=digest_of(words)).exclude(item=item)
    if words and any(consent is None or consent.created_at <= row.at for row in erased):
        raise WithdrawnWordsError
    for earlier in buried.select_related("item"):
        is_renewed = consent is not None and consent.created_at > earlier.item.withdrawn_at
        if words and not is_renewed and fold_longest(earlier.wording()) == words:
            raise WithdrawnWordsError


def check_complete(wording: Content, item: Item) -> None:
    """Raise IncompleteError where `wording` lacks what its kind cannot do without."""
    for sentence in wording.lacking(has_person=item.has_person).values():
        raise IncompleteError(sentence)
