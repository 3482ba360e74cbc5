"""What is shown: text on one line, in lines, and as rich text. Pure functions on strings."""

import re
import textwrap
from html import escape, unescape

from django.utils.html import strip_tags

from media.text.kept import kept

# Control characters (general category Cc), and Unicode's own line and paragraph separators.
_BREAKS_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Where a line of rich text ends.
_LINE_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)\s*>|<(?:br|hr)\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


# ── What is shown ───────────────────────────────────────────────────────────────────────────────────────────────────


def collapse_spaces(text: str) -> str:
    """One line: every run of white space, line breaks included, as one space."""
    return " ".join(text.split())


def make_one_line(text: str) -> str:
    """The kept form on one line: for headers and names that readers type themselves."""
    return collapse_spaces(kept(text))


def plain_spaces(text: str) -> str:
    """No-break spaces as spaces: for files whose program chose them, and not a person."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def unify_line_breaks(text: str) -> str:
    r"""CRLF and CR as \n, and nothing else changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
    for line in unify_line_breaks(text).split("\n"):
        lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


# ── Rich text ───────────────────────────────────────────────────────────────────────────────────────────────────────


def paragraphs_to_html(text: str) -> str:
    """Plain text as rich text, escaped: an empty line divides paragraphs."""
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip())


def html_to_lines(rich_text: str) -> str:
    """The words of rich text without its tags, one paragraph, title or list item a line."""
    return strip_tags(_LINE_END.sub(lambda match: f"{match[0]}\n", rich_text)).strip()


def link_addresses(rich_text: str) -> str:
    """The addresses that links of rich text lead to, one a line."""
    return "\n".join(unescape(double or single) for double, single in _LINK.findall(rich_text))
