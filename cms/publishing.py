"""What must be true before a wording is published, whoever publishes it and however.

The gate would hold the words back anyway; here staff are told while they can still do something about it.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.errors import CosechaError, WithdrawnError
from cms.models.items import Item, Voice


class NoConsentError(CosechaError):
    """Somebody's words, and nobody said whose or under which consent."""

    sentence = gettext_lazy(
        "These are somebody's words: say whose they are, and under which consent, before they go out."
    )


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
    if missing_for_publishing(item.voice, item.contributor_id, item.consent_id):
        raise NoConsentError
