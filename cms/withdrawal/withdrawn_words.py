"""Recognising words that were withdrawn or erased when they come in again as something new."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from cms.consent.approvals import digest_of
from cms.core.text import fold_longest
from cms.models import Content, Item, WithdrawnWords


def words_key(content: Content) -> str:
    """The digest by which two copies of the same words are recognised; empty where there are none.

    It is of the letters and digits of the longest text, without accents and capitals.
    """
    letters = fold_longest(content.texts())
    return digest_of(letters) if letters else ""


def record_withdrawn_words(contents: Iterable[Content], by_key: Mapping[UUID, Item]) -> None:
    """Keep the digests of `contents`, of the items in `by_key`: the same words are recognised when they come again."""
    keys = [(by_key[content.translation_key], words_key(content)) for content in contents]
    WithdrawnWords.objects.bulk_create(WithdrawnWords(item=item, digest=key) for item, key in keys if key)
