"""What must hold before content is published, whoever publishes it and however.

The gate would refuse it anyway; here staff get the reason while they can still act on it.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.errors import ArchivedError, CosechaError, WithdrawnError
from cms.models.content import Content
from cms.models.erasure import WithdrawnWords
from cms.models.items import Item, Voice
from cms.withdrawal.withdrawn_words import words_key


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
    """Raise the reason why the content of `item` may not be published."""
    if item.is_withdrawn:
        raise WithdrawnError
    if item.archived_at is not None:
        raise ArchivedError
    if missing_for_publishing(item.voice, item.contributor_id, item.consent_id):
        raise NoConsentError


def check_words(content: Content, item: Item) -> None:
    """Raise WithdrawnWordsError where `content` says what was withdrawn or erased as another item.

    One indexed query, however many words were withdrawn.
    """
    key = words_key(content)
    if not key:
        return
    withdrawn = WithdrawnWords.objects.filter(digest=key).exclude(item=item)
    consent = item.consent if item.has_person else None
    if consent is not None:
        withdrawn = withdrawn.filter(at__gte=consent.created_at)
    if withdrawn.exists():
        raise WithdrawnWordsError


def check_complete(content: Content, item: Item) -> None:
    """Raise IncompleteError where `content` lacks what its kind requires."""
    for sentence in content.lacking(has_person=item.has_person).values():
        raise IncompleteError(sentence)
