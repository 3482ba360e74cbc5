"""Blocks whose text is held only in its kept form (`media.text.kept`), as the fields of models hold theirs."""

from collections.abc import Callable
from typing import Any

from wagtail import blocks

from media.text.kept import kept, kept_markup


class KeptWords:
    """What the blocks below share, before a block of Wagtail: every way to a value leads through `keep`."""

    form: Callable[[str], str] = staticmethod(kept)

    def keep(self, value: Any) -> Any:
        return self.form(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        block: Any = super()
        return self.keep(block.to_python(value))

    def normalize(self, value: Any) -> Any:
        block: Any = super()
        return self.keep(block.normalize(value))

    def value_from_form(self, value: Any) -> Any:
        block: Any = super()
        return self.keep(block.value_from_form(value))

    def clean(self, value: Any) -> Any:
        block: Any = super()
        return block.clean(self.keep(value))

    def get_prep_value(self, value: Any) -> Any:
        block: Any = super()
        return self.keep(block.get_prep_value(value))


class KeptCharBlock(KeptWords, blocks.CharBlock):
    """One line of plain text."""


class KeptURLBlock(KeptWords, blocks.URLBlock):
    """An address on the web."""


class MarkdownTextBlock(KeptWords, blocks.TextBlock):
    """Text in Markdown."""

    form = staticmethod(kept_markup)


def kept_raw(block: blocks.Block, raw: Any) -> Any:
    """What the database, a revision or a program gives for `block`, with its texts in their kept form.

    A stream hands on what nobody looked at as it came; so it is kept before that, by the definition of its blocks.
    """
    if isinstance(block, KeptWords):
        return block.keep(raw)
    if isinstance(block, blocks.BaseStructBlock) and isinstance(raw, dict):
        return {name: _kept_child(block, name, value) for name, value in raw.items()}
    if isinstance(block, blocks.BaseStreamBlock) and isinstance(raw, list):
        return [_kept_entry(block, entry) for entry in raw]
    return raw


def _kept_entry(block: Any, entry: Any) -> Any:
    """An entry of a stream; one that a program gives as a value, and not as it is stored, is kept by its own block."""
    is_stored = isinstance(entry, dict) and "type" in entry
    return {**entry, "value": _kept_child(block, entry["type"], entry.get("value"))} if is_stored else entry


def _kept_child(block: Any, name: str, raw: Any) -> Any:
    """A child by its name; one that the definition does not know stays as it is."""
    child = block.child_blocks.get(name)
    return kept_raw(child, raw) if child else raw
