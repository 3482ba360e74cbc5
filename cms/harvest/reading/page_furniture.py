"""What is in a report only because it was laid out on pages: recognised by repetition and by shape."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cms.core.text import fold_words
from cms.harvest.reading.blocks import Block, LeftOut, Shape
from cms.harvest.suggestions.rules import CONTENTS, DATE, THANKS

_NUMBER_ONLY = re.compile(r"^\W*\d{1,3}(\s*[/.]\s*\d{1,3})?\W*$")
_COMMENT = re.compile(r"^<!--.*-->$", re.DOTALL)
_LONGEST_COVER = 12
_LONGEST_RUNNING = 10


def furniture_of(blocks: Sequence[Block]) -> dict[int, LeftOut]:
    """The blocks that are page furniture, by their index, each with the reason."""
    found: dict[int, LeftOut] = {}
    for reason, indexes in (
        (LeftOut.COMMENT, (i for i, block in enumerate(blocks) if _COMMENT.match(block.text))),
        (LeftOut.NUMBER, (i for i, block in enumerate(blocks) if _NUMBER_ONLY.match(block.full_text))),
        (LeftOut.CONTENTS, contents(blocks)),
        (LeftOut.DATE, (i for i, block in enumerate(blocks) if _is_date(block))),
        (LeftOut.COVER, _cover(blocks)),
        (LeftOut.CLOSING, _closing(blocks)),
        (LeftOut.ANNOUNCED, _repeated_titles(blocks)),
        (LeftOut.RUNNING, _running(blocks)),
    ):
        for index in indexes:
            found.setdefault(index, reason)
    return found


def contents(blocks: Sequence[Block]) -> range:
    """The table of contents: a title that says so, then nothing but short entries, two of which are titles later."""
    headings = {fold_words(block.text): index for index, block in enumerate(blocks) if block.shape == Shape.HEADING}
    for start, block in enumerate(blocks):
        if block.shape != Shape.HEADING or not CONTENTS.fullmatch(fold_words(block.text)):
            continue
        end = start + 1
        while end < len(blocks) and _is_entry(blocks[end]) and not _closes(blocks[end], block):
            end += 1
        while end > start and end < len(blocks) and not _closes(blocks[end], block) and end - 1 > start:
            end -= 1
            if blocks[end].shape == Shape.HEADING:
                break
        while end - 1 > start and _NUMBER_ONLY.match(blocks[end - 1].full_text):
            end -= 1
        entries = {fold_words(entry.text) for entry in blocks[start + 1 : end]}
        if sum(headings.get(entry, -1) >= end for entry in entries) >= 2:
            return range(start, end)
    return range(0)


def is_part(blocks: Sequence[Block], index: int) -> bool:
    """Whether a title opens a part of the report: a bare number stands right before it."""
    return index > 0 and blocks[index - 1].shape == Shape.PARAGRAPH and is_number(blocks[index - 1])


def is_number(block: Block) -> bool:
    return bool(_NUMBER_ONLY.match(block.full_text))


def _is_entry(block: Block) -> bool:
    return is_number(block) or not block.is_sentence


def _closes(block: Block, opening: Block) -> bool:
    return block.shape == Shape.HEADING and block.level <= opening.level


def _is_date(block: Block) -> bool:
    return block.shape != Shape.BULLET and bool(DATE.fullmatch(fold_words(block.text)))


def _cover(blocks: Sequence[Block]) -> range:
    """What stands before the first title and names rather than says."""
    first_title = next((i for i, block in enumerate(blocks) if block.shape == Shape.HEADING), 0)
    front = blocks[:first_title]
    if len(front) > _LONGEST_COVER or any(b.is_sentence or b.shape == Shape.BULLET or b.is_quoted for b in front):
        return range(0)
    return range(first_title)


def _closing(blocks: Sequence[Block]) -> range:
    """The last page: thanks, and the names around it."""
    start = len(blocks)
    while start > 0 and _is_closing_line(blocks[start - 1]):
        start -= 1
    last = blocks[start:]
    return range(start, len(blocks)) if any(_thanks(block) for block in last) else range(0)


def _is_closing_line(block: Block) -> bool:
    if _thanks(block):
        return True
    return block.shape == Shape.PARAGRAPH and not block.is_sentence and not block.is_quoted and block.words <= 8


def _thanks(block: Block) -> bool:
    return block.words <= 10 and block.shape != Shape.BULLET and bool(THANKS.match(fold_words(block.text)))


def _repeated_titles(blocks: Sequence[Block]) -> Iterator[int]:
    """Paragraphs that are a title again: announced before it in a list of what comes, or repeated on its next page."""
    titles = {fold_words(block.text) for block in blocks if block.shape == Shape.HEADING}
    for index, block in enumerate(blocks):
        is_line = block.shape == Shape.PARAGRAPH and not block.is_sentence and not block.is_quoted
        if is_line and (block.number or block.is_bold) and fold_words(block.text) in titles:
            yield index


def _running(blocks: Sequence[Block]) -> Iterator[int]:
    """Short lines that come back on page after page."""
    lines = {
        index: fold_words(block.text)
        for index, block in enumerate(blocks)
        if block.shape == Shape.PARAGRAPH
        and block.words <= _LONGEST_RUNNING
        and not block.is_sentence
        and not block.is_quoted
        and not block.number
    }
    count = Counter(lines.values())
    yield from (index for index, line in lines.items() if count[line] >= 3)
