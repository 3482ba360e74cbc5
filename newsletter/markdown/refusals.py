"""What staff type that an email cannot show, each with its line and a sentence that says what to do instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Sentence = str | Promise

PICTURE = gettext_lazy("A picture cannot stand in this text. The photos of the chosen items are shown with them.")
TABLE = gettext_lazy("A table cannot be shown in an email. Write it as a list.")
HTML = gettext_lazy("HTML is not read here: “%(what)s”. To show the sign itself, write \\<.")
TITLE = gettext_lazy(
    "The words in quotation marks after an address are seen by hardly anybody. Put them into the text."
)
FOOTNOTE = gettext_lazy("Footnotes cannot be shown in an email. Put the note into the text, between parentheses.")
BROKEN_LINK = gettext_lazy(
    "This link is not complete. Write [words](https://…), with no space before the parenthesis or within the address."
)
LINK_BY_NAME = gettext_lazy(
    "A link whose address stands elsewhere cannot be read here. Write the address beside its words: [words](https://…)."
)
NO_WORDS = gettext_lazy("A link has no words to click on. Write them between the brackets: [words](https://…).")
TOO_DEEP = gettext_lazy("Lists and quotations stand here in too many others. Use fewer levels.")
STRUCK = gettext_lazy("Crossed out text cannot be shown in the plain text of an email. Take it out.")
CODE = gettext_lazy("A block of code cannot be shown in an email. Take out the line of signs before and after it.")
UNCLOSED = gettext_lazy(
    "These two asterisks make nothing bold. Write them right before the first and right after the last word, both in"
    " one paragraph; to show an asterisk, write \\*."
)
UNDERLINED = gettext_lazy("To make a title, write # before it instead of signs below it.")

_PATTERNS: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (re.compile(r"\[\^[^\]\s]+\]"), FOOTNOTE),
    (re.compile(r"^\s*\[[^\]]+\]:\s*<?\S*(?:://|www\.|@)"), LINK_BY_NAME),
    (re.compile(r"\[[^\[\]]+\]\[\w[^\[\]]*\]"), LINK_BY_NAME),
    (re.compile(r"\[[^\[\]]+\]\s?\([^()]*(?:://|www\.|@|(?:tel|mailto|javascript|data):)", re.IGNORECASE), BROKEN_LINK),
    (re.compile(r"\*\*\s*\w|\w\s*\*\*"), UNCLOSED),
    (re.compile(r"~~\S"), STRUCK),
    (re.compile(r"^\s*(?:```|~~~)"), CODE),
    (re.compile(r"^\s*={3,}\s*$"), UNDERLINED),
)
_ROW = re.compile(r"^\s*\|[^|]*\|")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MAILBOXES = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+(?:,[^@\s,]+@[^@\s,]+\.[^@\s,]+)*")
_NUMBER = re.compile(r"\+?(?:[ ()./-]*\d){3,}[ ()./-]*(?:;ext=\d+)?")


@dataclass(frozen=True)
class MarkdownRefusal:
    """Something that cannot be shown. `line` counts from 1."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


def refuse(line: int, sentence: Sentence, **values: Any) -> MarkdownRefusal:
    return MarkdownRefusal(line, str(sentence) % values if values else str(sentence))


def refusals_in_line(typed: str, line: int) -> Iterator[MarkdownRefusal]:
    """What the words of one line show of Markdown that was not read. Escaped signs and links are not in `typed`."""
    for pattern, sentence in _PATTERNS:
        if pattern.search(typed):
            yield refuse(line, sentence)


def find_bars(lines: list[str]) -> int | None:
    """Which of the `lines` of a paragraph begins something that was meant as a table."""
    rows = [bool(_ROW.match(line)) for line in lines]
    return next((index for index in range(len(rows) - 1) if rows[index] and rows[index + 1]), None)


def problem_of_link(href: str) -> str:
    """Why readers could not follow `href`; empty where they can."""
    scheme = _SCHEME.match(href)
    values = {"address": unquote(href)}
    if not scheme:
        return (
            _("“%(address)s” leads nowhere from an email. An address begins with https://, mailto: or tel:.") % values
        )
    name, rest = scheme[1].lower(), href[scheme.end() :]
    if name not in _IS_COMPLETE:
        return _("“%(address)s” cannot be opened from an email. Links lead to https://, mailto: or tel:.") % values
    return "" if _IS_COMPLETE[name](rest) else _("The address “%(address)s” is not complete.") % values


def _has_host(rest: str) -> bool:
    try:
        return rest.startswith("//") and bool(urlsplit(f"https:{rest}").hostname)
    except ValueError:
        return False


def _has_mailbox(rest: str) -> bool:
    return _MAILBOXES.fullmatch(unquote(rest.partition("?")[0])) is not None


def _has_number(rest: str) -> bool:
    return _NUMBER.fullmatch(unquote(rest)) is not None


_IS_COMPLETE = {"http": _has_host, "https": _has_host, "mailto": _has_mailbox, "tel": _has_number}
SCHEMES = frozenset(_IS_COMPLETE)
