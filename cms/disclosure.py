"""Does the wording show more about the person than their terms allow?

The verdict is stored on the item with the digest of what it was reached on, because the gate must ask it in a query. It
is reached again whenever wording, terms or contributor change.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.db import transaction

from cms.approval import digest_of
from cms.models.items import Item
from cms.models.people import ConsentTerms, Contributor, Credit


def fold(text: str) -> str:
    """Lower case without accents, so that "Quispe" finds "QUÍSPE"."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def hidden_words(contributor: Contributor, terms: ConsentTerms) -> list[str]:
    """What must not appear under `terms`: names, organisation and place that the person wants kept back."""
    hidden: list[str] = []
    first = contributor.first_name
    surnames = [name for name in contributor.full_name.split() if name != first]
    if terms.credit != Credit.FULL_NAME:
        hidden += [contributor.full_name, *(name for name in surnames if len(name) > 2)]
        if terms.credit != Credit.FIRST_NAME:
            hidden.append(first)
    if not terms.shows_organisation and contributor.organisation:
        hidden.append(contributor.organisation.name)
    if not terms.shows_place and terms.credit in (Credit.ANONYMOUS, Credit.FIRST_NAME) and contributor.region:
        hidden.append(contributor.region)
    return [word for word in dict.fromkeys(hidden) if word]


def revealed(texts: dict[str, str], hidden: Iterable[str]) -> list[dict[str, str]]:
    """Where a hidden word stands in `texts`, as whole words, whatever the case and accents: `{"where", "what"}`."""
    findings = []
    for word in hidden:
        pattern = re.compile(rf"(?<!\w){re.escape(fold(word))}(?!\w)")
        findings += [{"where": where, "what": word} for where, text in texts.items() if pattern.search(fold(text))]
    return findings


@transaction.atomic
def recheck(item: Item) -> None:
    """Reach the disclosure verdict again on what is live now, and store it with the digest of what was read."""
    wordings = {wording.language: wording.wording() for wording in item.wordings(live_only=True)}
    texts = {
        f"{language}.{field}": text for language, fields in wordings.items() for field, text in fields.items() if text
    }
    for wording in item.wordings(live_only=True):
        for image in wording.images:
            texts[f"{wording.language}.image"] = f"{image.title} {image.description} {image.filename}"
    terms = item.consent.current_terms if item.has_person and item.consent else None
    hidden = hidden_words(item.consent.contributor, terms) if terms and item.consent else []
    item.content_digest = digest_of(wordings)
    item.disclosure_digest = digest_of([texts, hidden])
    item.disclosure_findings = revealed(texts, hidden)
    item.disclosure_is_clean = not item.disclosure_findings
    item.save(update_fields=["content_digest", "disclosure_digest", "disclosure_findings", "disclosure_is_clean"])
