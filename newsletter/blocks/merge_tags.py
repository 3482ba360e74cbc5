"""What differs between readers of the same language: its place is kept while rendering, and filled for each.

A place is a name between two characters that Unicode reserves for the inside of programs (U+FDD0, U+FDD1). They are
taken out of everything else, so nothing that somebody types can be read as a place, and no letter or brace is changed.
"""

import re
import secrets
from collections.abc import Mapping

SLOTS = ("unsubscribe_url", "web_url", "name", "preferences_url", "subscribed_since")
OPENS, CLOSES = "\ufdd0", "\ufdd1"
SLOT = re.compile(f"{OPENS}({'|'.join(SLOTS)}){CLOSES}")
# What stands in the templates meanwhile: letters that every parser leaves alone and nobody who writes content can know.
_MARK = f"__slot{secrets.token_hex(8)}_"
MARKS = {name: f"{_MARK}{name}__" for name in SLOTS}
_MARKED = re.compile(f"{_MARK}({'|'.join(SLOTS)})__")


def slot(name: str) -> str:
    """The place of what is called `name`."""
    return f"{OPENS}{name}{CLOSES}"


def open_slots(text: str) -> str:
    """`text` from a template, with places where its `MARKS` stood and nowhere else."""
    typed = text.replace(OPENS, "").replace(CLOSES, "")
    return _MARKED.sub(lambda match: slot(match[1]), typed)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled, each once. In HTML, `values` must be escaped."""
    return SLOT.sub(lambda match: values.get(match[1], ""), text)
