"""Does the content show more about the person than their terms allow?

The verdict is stored on the item with the digest of what was read, because the gate asks for it in a query. Whatever
changes content, terms, contributor, organisation or picture has it judged again: at once for a few items, by a worker
for many. An item that waits for its verdict is stale, and the gate refuses it.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from cms.consent.approvals import digest_of
from cms.consent.approved_version import ADDRESS
from cms.consent.credit import credit_line
from cms.consent.gate import newest_terms, shown
from cms.consent.hidden_words import Hidden, hidden_words
from cms.consent.revealed import JOINED, revealed
from cms.core.text import link_addresses
from cms.jobs.wake import wake
from cms.models.consent import ConsentTerms
from cms.models.items import Item
from cms.models.kinds import CONTENT_MODELS
from cms.models.kinds.item_contents import live_contents
from cms.models.topics import Topic
from cms.models.translations import Translation
from media.models import DocumentWords

VERDICT = ("slug", "content_digest", "disclosure_digest", "disclosure_findings", "disclosure_is_clean")
# Up to so many items are judged in the request that changed what they show.
AT_ONCE = 50


def recheck(item: Item) -> None:
    """Judge what is live of `item` now, and store the verdict with the digest of what was read."""
    recheck_all([item])


def recheck_soon(items: QuerySet[Item]) -> None:
    """Judge `items` at once where they are few; otherwise mark them as stale and wake a worker."""
    few = list(items[: AT_ONCE + 1])
    if len(few) <= AT_ONCE:
        recheck_all(few)
    else:
        mark_stale(items)
        wake("cms.tasks.recheck_stale_items")


def mark_stale(items: QuerySet[Item]) -> None:
    """Let the gate refuse `items` until they are judged again."""
    items.update(disclosure_is_clean=False, disclosure_stale_at=timezone.now())


@transaction.atomic
def recheck_stale(items: QuerySet[Item] | None = None, most: int = 200) -> bool:
    """Judge up to `most` stale items, among `items` where given. Answers whether any was stale.

    The rows are locked: a change that comes meanwhile marks them again afterwards, and its mark is not lost.
    """
    rows = Item.objects.all() if items is None else items
    stale = list(rows.filter(disclosure_stale_at__isnull=False).select_for_update(of=("self",)).order_by("pk")[:most])
    recheck_all(stale)
    return bool(stale)


@transaction.atomic
def recheck_all(items: Iterable[Item]) -> None:
    """`recheck` many items: as many queries for one of them as for a thousand, except for writing the verdicts."""
    rows = list(items)
    if not rows:
        return
    consents = {item.consent_id for item in rows if item.has_person and item.consent_id}
    _judge_all(rows, {row.consent_id: row for row in newest_terms().filter(consent__in=consents)} if consents else {})
    stored = (*VERDICT, "disclosure_stale_at")
    if len(rows) == 1:
        Item.objects.filter(pk=rows[0].pk).update(**{name: getattr(rows[0], name) for name in stored})
    else:
        Item.objects.bulk_update(rows, stored, batch_size=100)


def hidden_by(items: Iterable[Item], terms: ConsentTerms | None) -> list[Item]:
    """The items that readers may see and whose words say more than `terms` would allow. Nothing is stored."""
    rows = [copy(item) for item in items if item.disclosure_is_clean or item.disclosure_stale_at]
    _judge_all(rows, {row.consent_id: terms for row in rows if row.consent_id})
    return [row for row in rows if not row.disclosure_is_clean]


def _judge_all(items: list[Item], terms: Mapping[int, ConsentTerms | None]) -> None:
    """Set the verdicts on `items`, with the terms of each consent."""
    prefetch_related_objects(items, "consent__contributor__organisation", "contributor__organisation", "workshop")
    contents, translators = live_contents(items), _translators(items)
    inside = _words_inside(content for found in contents.values() for content in found.values())
    for item in items:
        found = list(contents[item.translation_key].values()) if item.translation_key in contents else []
        allowed = terms.get(item.consent_id or 0) if item.has_person else None
        _judge(item, found, allowed, translators.get(item.pk, {}), inside)


def _words_inside(contents: Iterable[Any]) -> dict[int, str]:
    """The words inside the documents of `contents`, by the document."""
    keys = {document.pk for content in contents for document in content.files}
    return dict(DocumentWords.objects.filter(document__in=keys).values_list("document", "text")) if keys else {}


def _translators(items: Iterable[Item]) -> dict[int, dict[str, str]]:
    """Who is named as the translator of each item's content, by language."""
    named = Translation.objects.filter(item__in=[item.pk for item in items]).exclude(translator="")
    found: dict[int, dict[str, str]] = {}
    for item, language, name in named.values_list("item", "locale__language_code", "translator"):
        found.setdefault(item, {})[language] = name
    return found


def _judge(
    item: Item,
    contents: list[Any],
    terms: ConsentTerms | None,
    translators: Mapping[str, str],
    inside: Mapping[int, str],
) -> None:
    """Set the verdict on `item` for these live contents under these terms."""
    words = {content.language: content.texts() for content in contents}
    texts = {
        f"{language}.{field}": text for language, fields in words.items() for field, text in fields.items() if text
    }
    for content in contents:
        beside = _texts_beside(item, content, terms, inside)
        if content.language in translators:
            beside["translator"] = translators[content.language]
        texts |= {f"{content.language}.{place}": text for place, text in beside.items()}
    hidden = hidden_words_of(item, terms)
    if item.slug and revealed({"address": item.slug}, hidden):
        # Its address was made when more could be shown. The old one leads nowhere from now on.
        item.slug = item.translation_key.hex[:8]
    item.content_digest = digest_of([words, _shown_with(item, contents, terms, translators)])
    item.disclosure_findings = revealed(texts, hidden)
    item.disclosure_digest = digest_of([texts, [word.words for word in hidden]])
    item.disclosure_is_clean = not item.disclosure_findings
    item.disclosure_stale_at = None


def _texts_beside(item: Item, content: Any, terms: ConsentTerms | None, inside: Mapping[int, str]) -> dict[str, str]:
    """What readers of `content` see beside its words, or behind them, by place."""
    person = item.consent.contributor if item.consent and terms else None
    texts = {
        # Pages and the API name the topics beside the words, and links lead readers to their addresses.
        "topics": "\n".join(map(_shown_of_topic, content.topics.all())),
        "address": _addresses_in(content),
        "credit": credit_line(person, shown(terms), content.language),
        "warning": item.content_warning,
        # Pages and the API name it too.
        "workshop": item.workshop.title if item.workshop else "",
    }
    for image in content.images:
        texts |= {"photo": f"{image.title} {image.description}", "image": image.filename}
    for document in content.files:
        texts |= {"document": document.title, "file": document.filename, "inside": inside.get(document.pk, "")}
    return texts


def _shown_of_topic(topic: Topic) -> str:
    """What readers of any language see of a topic: lists of items name it in each, and its address stays as it was."""
    return "\n".join([topic.name, *topic.names.values(), topic.slug])


def _addresses_in(content: Any) -> str:
    """The addresses to which `content` leads, one a line: of its links, and those that stand in its words."""
    links = [link_addresses(text) for text in content.rich_texts()]
    words = "\n".join(text for field, text in content.texts().items() if field not in JOINED)
    return "\n".join([*links, *ADDRESS.findall(words)])


def _shown_with(
    item: Item, contents: Iterable[Any], terms: ConsentTerms | None, translators: Mapping[str, str]
) -> list[Any]:
    """What readers see of the person beside the words: an approval is of the pictures and the name as well."""
    allowed = shown(terms)
    pictures = [
        [image.pk, image.filename, image.file_hash, image.description]
        for content in contents
        for image in content.images
    ]
    files = [[file.pk, file.filename, file.file_hash] for content in contents for file in content.files]
    person = item.consent.contributor if item.consent and terms else None
    credits = [credit_line(person, allowed, content.language) for content in contents]
    warned = [item.content_warning] if item.content_warning else []
    # Only where there are any, so that what was approved before there could be any stays approved.
    added = [*warned, *([files] if files else []), *([dict(translators)] if translators else [])]
    return [pictures, credits, allowed.shows_face, allowed.shows_place, *added]


def hidden_words_of(item: Item, terms: ConsentTerms | None) -> list[Hidden]:
    """The words that must not appear in the item's content. Also where the voice is NOBODY but a contributor is set."""
    if item.has_person and item.consent:
        return hidden_words(item.consent.contributor, terms)
    return hidden_words(item.contributor, None) if item.contributor else []


def items_about(topic: Topic) -> QuerySet[Item]:
    """The items whose content names a topic."""
    about = [model.objects.filter(topics=topic).order_by().values("translation_key") for model in CONTENT_MODELS]
    return Item.objects.filter(translation_key__in=about[0].union(*about[1:]))


def items_showing(shown: Any) -> QuerySet[Item]:
    """The items whose content shows a picture, a document or an organisation."""
    shown_in = [
        model.objects.filter(**{name: shown}).values("translation_key")
        for model in CONTENT_MODELS
        for name in model.loaded_with()
        if isinstance(shown, model._meta.get_field(name).related_model)
    ]
    if not shown_in:
        return Item.objects.none()
    return Item.objects.filter(translation_key__in=shown_in[0].union(*shown_in[1:]))
