"""Splitting a report into passages: pure, from text to values.

Every word of the text is in exactly one place: a passage, a title above passages, or what was left out with its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cms.harvest.blocks import Block, Shape, blocks_of
from cms.harvest.furniture import LeftOut, furniture_of
from cms.harvest.outline import Title, outline_of, path_to, promote
from cms.harvest.rules import STORIES, folded

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
    """One passage: its text as it reads, with its place. `marker` is the number that stood before it."""

    text: str
    path: tuple[str, ...]
    marker: str = ""
    activity: str = ""
    aliases: tuple[str, ...] = ()
    is_bullet: bool = False
    is_quoted: bool = False


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


@dataclass(frozen=True)
class _Draft:
    """A passage in the making: the blocks it holds, under the title at `title`."""

    blocks: tuple[Block, ...]
    title: int | None

    @property
    def last(self) -> Block:
        return self.blocks[-1]


def split(text: str, fallback_title: str = "") -> Reading:
    """Read a report. Never fails; a text without titles has passages without a path."""
    blocks = blocks_of(text)
    left_out = furniture_of(blocks)
    blocks = promote(blocks, left_out)
    titles = outline_of(blocks, left_out)
    drafts = _grouped(blocks, left_out, titles)
    omissions = {index: Omission(_source(blocks[index]), reason) for index, reason in left_out.items()}
    passages, used = [], set[int]()
    seen: set[tuple[int | None, str]] = set()
    for place, draft in drafts:
        passage = _passage(draft, titles)
        if (draft.title, folded(passage.text)) in seen:
            duplicate = f"{passage.marker} {passage.text}".strip()
            omissions[place] = Omission(duplicate, LeftOut.DUPLICATE)
            continue
        seen.add((draft.title, folded(passage.text)))
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
        tuple(omissions[index] for index in sorted(omissions)),
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
    for index, block in enumerate(blocks):
        if index in left_out:
            continue
        if index in titles:
            if draft:
                yield place, draft
            title, draft = index, None
        elif draft and _belongs(draft, block, blocks, index, titles):
            draft = replace(draft, blocks=(*draft.blocks, block))
        else:
            if draft:
                yield place, draft
            place, draft = index, _Draft((block,), title)
    if draft:
        yield place, draft


def _belongs(draft: _Draft, block: Block, blocks: list[Block], index: int, titles: dict[int, Title]) -> bool:
    """Whether `block` goes on with what `draft` says."""
    if _ATTRIBUTION.match(block.text) and (draft.last.is_quoted or draft.last.text.startswith(_OPEN_QUOTE)):
        return block.words <= 25
    if block.is_quoted and draft.last.is_quoted:
        return not _ATTRIBUTION.match(draft.last.text)
    is_terms = block.shape == Shape.BULLET and _is_term_list(blocks, index)
    if is_terms:
        return draft.last.text.rstrip().endswith(":") or draft.last.shape == Shape.BULLET
    if draft.last.shape == Shape.BULLET and draft.last.text.endswith(",") and block.shape == Shape.PARAGRAPH:
        return True
    return _is_story(draft, block, titles)


def _is_term_list(blocks: list[Block], index: int) -> bool:
    """Whether the whole list around `index` is made of terms rather than of sentences."""
    start = index
    while start > 0 and blocks[start - 1].shape == Shape.BULLET:
        start -= 1
    entries = []
    for block in blocks[start:]:
        if block.shape != Shape.BULLET:
            break
        entries.append(block)
    return len(entries) >= 2 and all(
        entry.words <= _MOST_WORDS_OF_A_TERM and not entry.text.endswith((".", "!", "?", ":")) for entry in entries
    )


def _is_story(draft: _Draft, block: Block, titles: dict[int, Title]) -> bool:
    """Under the title of a story its paragraphs are one passage; short quotations with a name keep their own."""
    return (
        draft.title is not None
        and bool(STORIES.match(titles[draft.title].key))
        and all(part.shape == Shape.PARAGRAPH and not part.is_quoted for part in (*draft.blocks, block))
        and not any(part.text.startswith((*_OPEN_QUOTE, "—", "–")) for part in (draft.last, block))
    )


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
    )


def _text(draft: _Draft) -> str:
    lines = [draft.blocks[0].text]
    for before, block in zip(draft.blocks, draft.blocks[1:], strict=False):
        entry = f"- {block.full_text}" if block.shape == Shape.BULLET else block.full_text
        is_paragraph = before.shape == Shape.PARAGRAPH == block.shape and not _ATTRIBUTION.match(block.text)
        lines.append("\n" + entry if is_paragraph else entry)
    return "\n".join(lines)


def _title_of(blocks: list[Block], left_out: dict[int, LeftOut], fallback: str) -> str:
    """The title of the report: what its cover says, or its first title."""
    cover = [block.text for index, block in enumerate(blocks) if left_out.get(index) == LeftOut.COVER]
    named = [line for line in cover if re.search(r"taller|encuentro|memoria|workshop|report|atelier", folded(line))]
    first = next((block.text for block in blocks if block.shape == Shape.HEADING and block.text), "")
    return (max(named, key=len, default="") or next(iter(cover), "") or first or fallback)[:200]
