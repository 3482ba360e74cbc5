"""The titles of a report as one tree, whatever levels they were given."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from cms.core.text import fold_words
from cms.harvest.reading.blocks import MOST_WORDS_OF_A_TITLE, Block, LeftOut, Shape
from cms.harvest.reading.page_furniture import is_part
from cms.harvest.suggestions.rules import ACTIVITIES, CLOSING_SECTIONS, FACETS, OUTCOMES

# No report has titles within titles beyond this; a file that is not one has them beside each other from here on.
_DEEPEST = 12


@dataclass(frozen=True)
class Title:
    """A title in its place. `parent` is the index of the block that holds the title above it."""

    index: int
    text: str
    level: int
    number: str = ""
    parent: int | None = None
    is_part: bool = False
    is_activity: bool = False
    alias: str = ""

    @cached_property
    def key(self) -> str:
        return fold_words(self.text)


class Announceable:
    """The titles by what they say, to be found after any place without reading them all again."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._titles: dict[str, list[Title]] = {}
        for title in titles:
            self._titles.setdefault(title.key, []).append(title)

    def first_after(self, index: int, *keys: str) -> Title | None:
        """The first title after the block at `index` that says one of `keys`."""
        found = []
        for key in keys:
            titles = self._titles.get(key, [])
            found += titles[(place := bisect_right(titles, index, key=attrgetter("index"))) : place + 1]
        return min(found, key=attrgetter("index"), default=None)


def promote(blocks: Sequence[Block], left_out: dict[int, LeftOut]) -> list[Block]:
    """Numbered or bold lines that stand where titles do become titles, one level below the title above."""
    numbers = {b.number for i, b in enumerate(blocks) if i not in left_out and _may_be_title(b) and b.number}
    last = next((i for i in reversed(range(len(blocks))) if i not in left_out), -1)
    counts = {"1", "2"} <= numbers
    promoted, level = [], 0
    for index, block in enumerate(blocks):
        if block.shape == Shape.HEADING:
            level = block.level
        elif index not in left_out and index < last and _may_be_title(block) and (block.is_bold or counts):
            block = replace(block, shape=Shape.HEADING, level=min(level + 1, 6) if not block.number else level or 1)
        promoted.append(block)
    return promoted


def _may_be_title(block: Block) -> bool:
    return (
        block.shape == Shape.PARAGRAPH
        and not block.is_sentence
        and not block.is_quoted
        and block.words <= MOST_WORDS_OF_A_TITLE
        and (block.is_bold or bool(block.number))
        and not block.text.startswith(("«", "“", '"', "—", "–"))
    )


def outline_of(blocks: Sequence[Block], left_out: dict[int, LeftOut], table: range) -> dict[int, Title]:
    """Every title by the index of its block, each with its parent. `table` is where the table of contents stands."""
    titles = [
        Title(index, block.text, block.level, block.number, is_part=is_part(blocks, index))
        for index, block in enumerate(blocks)
        if block.shape == Shape.HEADING and index not in left_out
    ]
    announced, aliases = _announced(blocks, left_out, titles, table)
    activities = _activities(titles, announced)
    titles = [
        replace(title, is_activity=title.index in activities, alias=aliases.get(title.index, "")) for title in titles
    ]
    return {title.index: title for title in _placed(titles, announced)}


def path_to(title: Title | None, titles: dict[int, Title]) -> tuple[Title, ...]:
    """From the outermost title to this one."""
    path: tuple[Title, ...] = ()
    while title is not None:
        path = (title, *path)
        title = titles[title.parent] if title.parent is not None else None
    return path


def _placed(titles: list[Title], announced: dict[int, int]) -> list[Title]:
    """Walk the titles in order; `stack` is the path to the last one."""
    activities = [title for title in titles if title.is_activity]
    shallowest = min((title.level for title in activities), default=0)
    last_activity = activities[-1].index if activities else -1
    stack: list[Title] = []
    placed: list[Title] = []
    for title in titles:
        holder = announced.get(title.index)
        if holder is not None and any(above.index == holder for above in stack):
            while stack[-1].index != holder:
                stack.pop()
        elif title.is_part:
            stack.clear()
        elif title.is_activity:
            earlier = next((above for above in stack if above.is_activity), None)
            while stack and (stack[-1].level >= title.level or earlier in stack) and not stack[-1].is_part:
                stack.pop()
        else:
            _climb(stack, title, shallowest, is_last=title.index > last_activity)
        del stack[_DEEPEST - 1 :]
        title = replace(title, parent=stack[-1].index if stack else None, level=0 if title.is_part else title.level)
        stack.append(title)
        placed.append(title)
    return placed


def _climb(stack: list[Title], title: Title, shallowest: int, *, is_last: bool) -> None:
    """Leave `stack` at the parent of an ordinary title."""
    activity = next((above for above in stack if above.is_activity), None)
    has_outcomes = any(OUTCOMES.fullmatch(above.key) for above in stack)
    if activity and not _ends(activity, title, shallowest, is_last=is_last, has_outcomes=has_outcomes):
        while stack[-1] is not activity:
            if not FACETS.fullmatch(title.key) and (OUTCOMES.fullmatch(stack[-1].key) or stack[-1].level < title.level):
                break
            stack.pop()
        return
    while stack and not stack[-1].is_part and (activity in stack or stack[-1].level >= title.level):
        if activity is not None and activity not in stack and stack[-1].level < title.level:
            break
        stack.pop()


def _ends(activity: Title, title: Title, shallowest: int, *, is_last: bool, has_outcomes: bool) -> bool:
    """Whether `title` no longer belongs to `activity`: themes at a shallower level still do."""
    if FACETS.fullmatch(title.key):
        return False
    if CLOSING_SECTIONS.match(title.key):
        return title.level <= max(activity.level, shallowest)
    return title.level < shallowest or (is_last and title.level <= shallowest and not has_outcomes)


def _activities(titles: list[Title], announced: dict[int, int]) -> set[int]:
    """Titles followed by their own objective and outcome, or announced or numbered among activities."""
    by_shape = set()
    for place, title in enumerate(titles[:-1]):
        following = [other.key for other in titles[place + 1 : place + 4]]
        has_outcome = any(OUTCOMES.fullmatch(key) for key in following[1:])
        if FACETS.fullmatch(following[0]) and has_outcome and not FACETS.fullmatch(title.key) and not title.is_part:
            by_shape.add(title.index)
    holders = {title.index for title in titles if ACTIVITIES.match(title.key)}
    by_list = {index for index, holder in announced.items() if holder in holders}
    levels = {title.level for title in titles if title.number and title.index in by_shape}
    by_number = {title.index for title in titles if title.number and title.level in levels}
    found = by_shape | by_list | by_number
    if not holders and len(found) < 2:
        return set()
    return found


def _announced(
    blocks: Sequence[Block], left_out: dict[int, LeftOut], titles: list[Title], table: range
) -> tuple[dict[int, int], dict[int, str]]:
    """What lists of what comes say of the titles: whose child each is, and what else it is called."""
    holders: dict[int, int] = {}
    aliases: dict[int, str] = {}
    announceable = Announceable(titles)
    entries: dict[str, list[str]] = {}
    part = ""
    for index in table[1:]:
        block = blocks[index]
        if block.shape == Shape.HEADING:
            part = fold_words(block.text)
            entries[part] = []
        elif entries and left_out[index] != LeftOut.NUMBER:
            entries[part].append(block.text)
    for part, names in entries.items():
        opening = announceable.first_after(table.stop - 1, part)
        if opening is None or not names:
            continue
        found = _match(names, announceable, opening.index)
        holders |= {title.index: opening.index for title in found.values()}
        missing = [name for name in names if name not in found]
        if len(missing) == 1 and missing[0] == names[-1] and found:
            after = max(title.index for title in found.values())
            place = bisect_right(titles, after, key=attrgetter("index"))
            if place < len(titles) and not titles[place].is_part:
                aliases[titles[place].index] = missing[0]
    for title in titles:
        names = _entries_under(blocks, title.index)
        found = _match(names, announceable, title.index)
        if len(found) >= 2 and len(found) == len(names):
            holders |= {other.index: title.index for other in found.values()}
    return holders, aliases


def _match(names: Sequence[str], announceable: Announceable, index: int) -> dict[str, Title]:
    """The first title after the block at `index` that each name announces."""
    found = {}
    for name in names:
        title = announceable.first_after(index, _announcement(name), _announcement(name.split(":")[0]))
        if title is not None:
            found[name] = title
    return found


def _announcement(name: str) -> str:
    """An entry of a list as the title it stands for: without the comma or "and" that led to the next."""
    key = fold_words(name)
    for ending in (" y", " e", " and", " et", " en"):
        key = key.removesuffix(ending)
    return key


def _entries_under(blocks: Sequence[Block], index: int) -> list[str]:
    names = []
    for below in range(index + 1, len(blocks)):
        block = blocks[below]
        if block.shape == Shape.HEADING:
            break
        if block.shape == Shape.BULLET or (block.number and not block.is_sentence):
            names.append(block.text)
    return names
