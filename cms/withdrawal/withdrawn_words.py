"""Recognising words that were withdrawn or erased when they come in again as something new."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from cms.consent.approvals import digest_of
from cms.consent.disclosure import fold
from cms.models import Content, Item, WithdrawnWords


def words_key(content: Content) -> str:
    """The digest by which two copies of the same words are recognised; empty where there are none.

    It is of the letters and digits of the longest text, without accents and capitals.
    """
    letters = longest_text(content)
    return digest_of(letters) if letters else ""


def longest_text(content: Content) -> str:
    """The longest text of `content`, as `letters_only`: what two copies of one story have in common."""
    return letters_only(max(content.wording().values(), key=len))


def letters_only(text: str) -> str:
    """Letters and digits without accents and capitals: two ways of writing down the same words are equal."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def record_withdrawn_words(contents: Iterable[Content], by_key: Mapping[UUID, Item]) -> None:
    """Keep the digests of `contents`, of the items in `by_key`: the same words are recognised when they come again."""
    keys = [(by_key[content.translation_key], words_key(content)) for content in contents]
    WithdrawnWords.objects.bulk_create(WithdrawnWords(item=item, digest=key) for item, key in keys if key)
