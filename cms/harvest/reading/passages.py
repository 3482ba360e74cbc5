"""Splitting a report into passages: pure, from blocks to values.

Every word of the text is in exactly one place: a passage, a title above passages, or what was left out with its reason.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from cms.core.text import fold_words
from cms.harvest.reading.blocks import Block, LeftOut, Shape
from cms.harvest.reading.outline import Title, outline_of, path_to, promote
from cms.harvest.reading.page_furniture import contents, furniture_of
from cms.harvest.suggestions.rules import STORIES

_ATTRIBUTION = re.compile(r"^[—–-]\s*[A-ZÁÉÍÓÚÑÜ]")
_OPEN_QUOTE = ("«", "“", '"', "„")
_MOST_WORDS_OF_A_TERM = 4


@dataclass(frozen=True)
class Heading:
    """A title over passages. `depth` counts from 0; `alias` is what the table of contents calls it instead."""

    text: str
    number: str = ""
    depth: int = 0
    alias: str = ""


@dataclass(frozen=True)
class Split:
    """One passage: its text as it reads, with its place.

    `marker` is the number that stood before it; `page` is where it begins, in a file that has pages.
    """

    text: str
    path: tuple[str, ...]
    marker: str = ""
    activity: str = ""
    aliases: tuple[str, ...] = ()
    is_bullet: bool = False
    is_quoted: bool = False
    page: int | None = None


@dataclass(frozen=True)
class Omission:
    """A line that is in the report and not among the passages, with the reason."""

    text: str
    reason: LeftOut


@dataclass(frozen=True)
class Reading:
    """A whole report, read."""

    title: str
    headings: tuple[Heading, ...]
    passages: tuple[Split, ...]
    left_out: tuple[Omission, ...]


@dataclass
class _Draft:
    """A passage in the making: the blocks it holds, under the title at `title`."""

    title: int | None
    blocks: list[Block] = field(default_factory=list)
    is_prose: bool = True

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.is_prose = self.is_prose and _is_prose(block)

    @property
    def last(self) -> Block:
        return self.blocks[-1]


def split(blocks: Sequence[Block], fallback_title: str = "") -> Reading:
    """Read a report. Never fails; a text without titles has passages without a path."""
    known = [Omission(_source(block), block.left_out) for block in blocks if block.left_out]
    blocks = [block for block in blocks if not block.left_out]
    left_out, table = furniture_of(blocks), contents(blocks)
    blocks = promote(blocks, left_out)
    titles = outline_of(blocks, left_out, table)
    drafts = _grouped(blocks, left_out, titles)
    omissions = {index: Omission(_source(blocks[index]), reason) for index, reason in left_out.items()}
    passages, used = [], set[int]()
    seen: set[tuple[int | None, str]] = set()
    for place, draft in drafts:
        passage = _passage(draft, titles)
        if (draft.title, fold_words(passage.text)) in seen:
            duplicate = f"{passage.marker} {passage.text}".strip()
            omissions[place] = Omission(duplicate, LeftOut.DUPLICATE)
            continue
        seen.add((draft.title, fold_words(passage.text)))
        used |= {title.index for title in _path(draft, titles)}
        passages.append(passage)
    for index, title in titles.items():
        if index not in used:
            omissions[index] = Omission(f"{title.number} {title.text}".strip(), LeftOut.BARE_TITLE)
    headings = tuple(
        Heading(title.text, title.number, len(path_to(title, titles)) - 1, title.alias)
        for index, title in titles.items()
        if index in used
    )
    return Reading(
        _title_of(blocks, left_out, fallback_title),
        headings,
        tuple(passages),
        (*known, *(omissions[index] for index in sorted(omissions))),
    )


def _source(block: Block) -> str:
    return block.full_text


def _path(draft: _Draft, titles: dict[int, Title]) -> tuple[Title, ...]:
    return path_to(titles[draft.title], titles) if draft.title is not None else ()


def _grouped(
    blocks: list[Block], left_out: dict[int, LeftOut], titles: dict[int, Title]
) -> Iterator[tuple[int, _Draft]]:
    """The passages in the making, each with the index of its first block."""
    title: int | None = None
    place, draft = 0, None
    terms = _terms(blocks)
    for index, block in enumerate(blocks):
        if index in left_out:
            continue
        if index in titles:
            if draft:
                yield place, draft
            title, draft = index, None
        elif draft and _belongs(draft, block, titles, is_term=index in terms):
            draft.add(block)
        else:
            if draft:
                yield place, draft
            place, draft = index, _Draft(title)
            draft.add(block)
    if draft:
        yield place, draft


def _belongs(draft: _Draft, block: Block, titles: dict[int, Title], *, is_term: bool) -> bool:
    """Whether `block` goes on with what `draft` says."""
    if _ATTRIBUTION.match(block.text) and (draft.last.is_quoted or draft.last.text.startswith(_OPEN_QUOTE)):
        return block.words <= 25
    if block.is_quoted and draft.last.is_quoted:
        return not _ATTRIBUTION.match(draft.last.text)
    if is_term:
        return draft.last.text.rstrip().endswith(":") or draft.last.shape == Shape.BULLET
    if draft.last.shape == Shape.BULLET and draft.last.text.endswith(",") and block.shape == Shape.PARAGRAPH:
        return True
    return _is_story(draft, block, titles)


def _terms(blocks: list[Block]) -> set[int]:
    """The entries of lists that are made, as a whole, of terms rather than of sentences."""
    found = set()
    for is_list, run in groupby(range(len(blocks)), key=lambda index: blocks[index].shape == Shape.BULLET):
        entries = list(run)
        if is_list and len(entries) >= 2 and all(_is_term(blocks[index]) for index in entries):
            found.update(entries)
    return found


def _is_term(entry: Block) -> bool:
    return entry.words <= _MOST_WORDS_OF_A_TERM and not entry.text.endswith((".", "!", "?", ":"))


def _is_story(draft: _Draft, block: Block, titles: dict[int, Title]) -> bool:
    """Under the title of a story its paragraphs are one passage; short quotations with a name keep their own."""
    return (
        draft.title is not None
        and bool(STORIES.match(titles[draft.title].key))
        and draft.is_prose
        and _is_prose(block)
        and not any(part.text.startswith((*_OPEN_QUOTE, "—", "–")) for part in (draft.last, block))
    )


def _is_prose(block: Block) -> bool:
    return block.shape == Shape.PARAGRAPH and not block.is_quoted


def _passage(draft: _Draft, titles: dict[int, Title]) -> Split:
    path = _path(draft, titles)
    first = draft.blocks[0]
    activity = next((title.text for title in path if title.is_activity), "")
    return Split(
        text=_text(draft),
        path=tuple(title.text for title in path),
        marker=first.number,
        activity=activity,
        aliases=tuple(title.alias for title in path if title.alias),
        is_bullet=first.shape == Shape.BULLET,
        is_quoted=first.is_quoted,
        page=first.page,
    )


def _text(draft: _Draft) -> str:
    lines = [draft.blocks[0].text]
    for before, block in pairwise(draft.blocks):
        entry = f"- {block.full_text}" if block.shape == Shape.BULLET else block.full_text
        is_paragraph = before.shape == Shape.PARAGRAPH == block.shape and not _ATTRIBUTION.match(block.text)
        lines.append("\n" + entry if is_paragraph else entry)
    return "\n".join(lines)


def _title_of(blocks: list[Block], left_out: dict[int, LeftOut], fallback: str) -> str:
    """The title of the report: what its cover says, or its first title."""
    cover = [block.text for index, block in enumerate(blocks) if left_out.get(index) == LeftOut.COVER]
    named = [line for line in cover if re.search(r"taller|encuentro|memoria|workshop|report|atelier", fold_words(line))]
    first = next((block.text for block in blocks if block.shape == Shape.HEADING and block.text), "")
    return (max(named, key=len, default="") or next(iter(cover), "") or first or fallback)[:200]
