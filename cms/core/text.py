"""Normal forms of text: what is kept, what is compared, and what is shown on one line.

All functions are pure: they take a string and return one.
"""

import re
import textwrap
import unicodedata
from html import escape

from django.utils.html import strip_tags

# Zero-width characters, the byte order mark and the soft hyphen.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
# Control characters (general category Cc), and Unicode's own line and paragraph separators.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BREAKS_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


# ── What is kept ────────────────────────────────────────────────────────────────────────────────────────────────────


def compose_accents(text: str) -> str:
    """Unicode NFC: one code point for a letter with its accent wherever there is one."""
    return unicodedata.normalize("NFC", text)


def unify_line_breaks(text: str) -> str:
    r"""CRLF and CR as \n, as forms and spreadsheets write them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def replace_controls(text: str) -> str:
    """Each control character as a space, line breaks and tabs included."""
    return _CONTROLS.sub(" ", text)


def normalise_characters(text: str) -> str:
    """NFC without zero-width characters and soft hyphens; no-break spaces as spaces."""
    return _INVISIBLE.sub("", compose_accents(text)).replace("\xa0", " ").replace("\u202f", " ")


# ── What is compared ────────────────────────────────────────────────────────────────────────────────────────────────


class _WordFolding(dict[int, str]):
    """A table for `str.translate`: marks are removed, other characters that are no letter or digit become spaces."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = "" if unicodedata.combining(character) else character if character.isalnum() else " "
        return self[code]


_WORD_FOLDING = _WordFolding()


def fold(text: str) -> str:
    """Case-folded and without accents, so that "Quispe" finds "QUÍSPE"."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold_words(text: str) -> str:
    """`fold` without punctuation, its words divided by single spaces: equal for two spellings of one title."""
    return collapse_spaces(unicodedata.normalize("NFD", text.casefold()).translate(_WORD_FOLDING))


def fold_letters(text: str) -> str:
    """The letters and digits of `fold` alone: equal for two copies of the same words."""
    return "".join(character for character in fold(text) if character.isalnum())


def fold_longest(texts: dict[str, str]) -> str:
    """`fold_letters` of the longest of `texts`: what two copies of one story have in common, whatever their titles."""
    return fold_letters(max(texts.values(), key=len))


# ── What is shown ───────────────────────────────────────────────────────────────────────────────────────────────────


def collapse_spaces(text: str) -> str:
    """One line: every run of white space, line breaks included, as one space."""
    return " ".join(text.split())


def make_one_line(text: str) -> str:
    """`collapse_spaces` with control characters as spaces: for headers and names that readers type themselves."""
    return collapse_spaces(_BREAKS_AND_CONTROLS.sub(" ", text))


def has_breaks_or_controls(text: str) -> bool:
    """Whether `text` would break a header line (RFC 5322 §2.2)."""
    return _BREAKS_AND_CONTROLS.search(text) is not None


def shorten_first_line(text: str, limit: int = 160) -> str:
    """The first line of `text`, cut at a word and marked with "…" where it is longer than `limit`."""
    line = text.split("\n")[0]
    return line if len(line) <= limit else line[: limit - 2].rsplit(" ", 1)[0] + "…"


def wrap_lines(text: str, width: int = 76) -> str:
    """Lines of at most `width` characters where words allow it, and at most one empty line in a row."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


# ── Rich text ───────────────────────────────────────────────────────────────────────────────────────────────────────


def paragraphs_to_html(text: str) -> str:
    """Plain text as rich text, escaped: an empty line divides paragraphs."""
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip())


def html_to_lines(rich_text: str) -> str:
    """The words of rich text without its tags, one paragraph or list item a line."""
    return strip_tags(rich_text.replace("</p>", "</p>\n").replace("<br/>", "\n").replace("</li>", "</li>\n")).strip()
