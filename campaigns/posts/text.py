"""The text of a post: people's words whole, or the excerpt that staff cut, and never anything in between.

Plain values in, plain values out. What does not fit loses its hashtags, then its least needed parts, one whole part at
a time; a quote that does not fit stands on its card, and the text says so. Nothing is ever cut in the middle.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import regex
from django.utils.translation import gettext as _

from campaigns.networks.base import Limits
from campaigns.networks.text_length import Size
from cms.core.text import collapse_spaces
from cms.public.pages.languages import override_interface_language
from media.text.kept import kept

# What staff put where they leave something out.
MARK = "(…)"
# A line that parts a thread.
BETWEEN_PARTS = regex.compile(r"^-{3,}[ \t]*$", regex.MULTILINE)
LINK = regex.compile(r"https?://[^\s<>«»“”\"]+")


@dataclass(frozen=True)
class Source:
    """What a text is made from. `parts` are the approved words, the most needed first; `link` is complete.

    `warning` stands before everything, and is never left out. `is_verbatim`: they are somebody's exact words, and stand
    in quotation marks.
    """

    is_verbatim: bool
    parts: tuple[str, ...]
    credit: str
    link: str
    hashtags: tuple[str, ...] = ()
    language: str = "es"
    excerpt: str = ""
    warning: str = ""


@dataclass(frozen=True)
class PostText:
    """A text and how much of the network's limit it uses. One that does not fit is shown to a person, not sent.

    `has_words`: the person's words are in it, and not on the card alone.
    """

    text: str
    size: Size
    has_words: bool = True

    @property
    def fits(self) -> bool:
        return self.size.fits


def thread_of(text: str, *, has_threads: bool) -> tuple[str, ...]:
    """The parts of a text: lines of nothing but hyphens part them. On a network without threads they are one text."""
    parts = tuple(part.strip() for part in BETWEEN_PARTS.split(text) if part.strip()) or ("",)
    return parts if has_threads else ("\n\n".join(parts),)


def measure(text: str, limits: Limits, warning: str = "", *, has_threads: bool = False) -> PostText:
    """A text that somebody wrote, against a network's limits; `warning` is what the network shows before it.

    Of a thread, the part that is fullest.
    """
    shown_first = warning if limits.counts_warning and text else ""
    parts = thread_of(text, has_threads=has_threads)
    sizes = [limits.text.size(f"{'' if number else shown_first}{part}") for number, part in enumerate(parts)]
    return PostText(text, max(sizes, key=lambda size: size.used))


def compose(source: Source, limits: Limits, warning: str = "") -> PostText:
    """The fullest text that fits; the whole one, marked as not fitting, where none does."""
    versions = [replace(measure(text, limits, warning), has_words=has) for text, has in _versions(source)]
    return next((version for version in versions if version.fits), versions[0])


def _versions(source: Source) -> Iterator[tuple[str, bool]]:
    """From the fullest to the shortest: whether the person's words are in it goes with each."""
    warning = f"⚠ {source.warning}" if source.warning else ""
    for parts in _parts(source):
        for hashtags in (source.hashtags, ()):
            yield _text(warning, *parts, _tail(source.link, hashtags)), True
    if source.is_verbatim:
        told = on_the_card(source.language)
        for hashtags in (source.hashtags, ()):
            yield _text(warning, _text(source.credit, told, between="\n"), _tail(source.link, hashtags)), False


def on_the_card(language: str) -> str:
    """What a text says when exact words stand only on its card, to a reader of `language`."""
    with override_interface_language(language):
        return _("The words, in full, in the image.")


def _parts(source: Source) -> Iterator[tuple[str, ...]]:
    credit = f"— {source.credit}" if source.credit else ""
    if source.is_verbatim:
        yield (_text(f"«{source.excerpt or source.parts[0]}»", credit, between="\n"),)
        return
    for number in range(len(source.parts), 0, -1):
        yield (*source.parts[:number], credit)


def _tail(link: str, hashtags: tuple[str, ...]) -> str:
    return _text(link, " ".join(hashtags), between="\n")


def _text(*parts: str, between: str = "\n\n") -> str:
    return between.join(part for part in parts if part)


def is_faithful(excerpt: str, words: str) -> bool:
    """Whether `excerpt` is `words`, or pieces of them in their order with a mark wherever something is left out.

    Compared in the kept form, white space aside: another accent or capital is another word.
    """
    wanted, whole = collapse_spaces(kept(excerpt)), collapse_spaces(kept(words))
    if wanted == whole:
        return True
    if MARK not in wanted:
        return False
    pieces = [piece.strip() for piece in wanted.split(MARK)]
    if not any(pieces):
        return False
    return _follows(pieces, whole)


def _follows(pieces: list[str], whole: str) -> bool:
    """Pieces in their order, on whole words; an empty one at either end stands for what is left out there."""
    first, *middle, last = pieces
    if not whole.startswith(first) or not whole.endswith(last) or len(first) + len(last) > len(whole):
        return False
    at, end = len(first), len(whole) - len(last)
    if _splits_a_word(whole, at) or _splits_a_word(whole, end):
        return False
    for piece in middle:
        start = next((n for n in _places(piece, whole, at) if not _splits_a_word(whole, n)), None)
        if start is None:
            return False
        at = start + len(piece)
    return at <= end


def _places(piece: str, whole: str, at: int) -> Iterator[int]:
    """Where `piece` stands in `whole` from `at` on, as whole words at its end."""
    while (at := whole.find(piece, at)) >= 0:
        if not _splits_a_word(whole, at + len(piece)):
            yield at
        at += 1


def _splits_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and is_letter(text[at - 1]) and is_letter(text[at])


def is_letter(sign: str) -> bool:
    return regex.match(r"[\w\p{M}]", sign) is not None


def quoted(text: str) -> list[str]:
    """What stands between quotation marks in a text that staff wrote."""
    pairs = regex.findall(r"«([^»]*)»|“([^”]*)”", text)
    return [words.strip() for pair in pairs for words in pair if words.strip()]


def with_utm(address: str, network: str, campaign: str) -> str:
    """`address` with the campaign's parameters, keeping those it has and replacing older ones of the same names."""
    parts = urlsplit(address)
    ours = {"utm_source": network, "utm_medium": "social", "utm_campaign": campaign}
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in ours]
    return urlunsplit(parts._replace(query=urlencode([*kept, *ours.items()])))
