"""How a document is set: how far apart its lines are, how far they reach, whether it indents its paragraphs. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cms.harvest.formats.paragraphs import is_marked
from cms.harvest.formats.pdf_layout.lines import TextLine, width_of

_ENDS = re.compile(r"[.!?…][\"'”»)\]]*$")
# Two lines of one paragraph are not farther apart than this, in parts of what is usual.
_APART = 1.22
_FEWEST_INDENTS = 5

Pages = Sequence[tuple[int, list[TextLine]]]


class Habits:
    """What is usual in a document, from its pages: each its number and its lines in reading order."""

    def __init__(self, pages: Pages) -> None:
        lines = [line for _number, lines in pages for line in lines]
        sizes, looks = Counter[float](), Counter[str]()
        self.reach: dict[tuple[float, int], float] = {}
        for line in lines:
            sizes[line.size] += len(line.text)
            looks[line.look] += len(line.text)
            key = line.size, round(line.x / 4)
            self.reach[key] = max(self.reach.get(key, 0.0), line.right)
        self.body = max(sizes, key=lambda size: sizes[size], default=0.0)
        self.look = max(looks, key=lambda look: looks[look], default="")
        self.tells_wraps = sum(line.wraps for line in lines) > 0.25 * len(lines)
        self.leading = _leading(pages)
        self.begins = dict(_indented(pages, self.body))

    def are_apart(self, above: TextLine, line: TextLine) -> bool:
        """Whether there is more space between two lines than within a paragraph."""
        return above.y - line.y > self.leading * line.size * _APART

    def begins_here(self, number: int, line: TextLine) -> bool:
        """Whether a line stands where the first lines of paragraphs do, in a document that indents them."""
        return abs(line.x - self.begins.get(number, -1000.0)) < 1.5

    def has_ended(self, line: TextLine) -> bool:
        """Whether a sentence ends with the line, and nothing says that the paragraph goes on."""
        return bool(_ENDS.search(line.text)) and not (self.tells_wraps and line.wraps)

    def has_room(self, before: TextLine, line: TextLine, slack: float = 0.04) -> bool:
        """Whether the first word of `line` would have had room on the line before: then that one was ended.

        Widths are known about: so much of the whole is not counted.
        """
        edge = max(self.reach.get((before.size, round(before.x / 4) + step), 0.0) for step in (-1, 0, 1))
        word = line.text.split()[0] if line.text else ""
        return before.right + (width_of(word) + 0.25) * line.size < edge - slack * (edge - before.x)


def _leading(pages: Pages) -> float:
    """From line to line within a paragraph, in parts of their size: the least that is common."""
    gaps: Counter[float] = Counter()
    for _number, lines in pages:
        for above, line in pairwise(lines):
            ratio = (above.y - line.y) / line.size if line.size else 0.0
            if abs(above.size - line.size) < 0.1 and 0.9 < ratio < 3:
                gaps[round(ratio * 20) / 20] += 1
    return min((ratio for ratio, count in gaps.items() if count >= 0.1 * gaps.total()), default=1.2)


def _indented(pages: Pages, body: float) -> Iterator[tuple[int, float]]:
    """For each page where the first lines of paragraphs begin, if those are what is indented."""
    margins: dict[int, float] = {}
    steps, returns = Counter[int](), Counter[int]()
    for number, lines in pages:
        texts = [line for line in lines if line.size == body and not is_marked(line.text)]
        edges = Counter(round(line.x) for line in texts)
        margins[number] = margin = float(min((x for x, count in edges.items() if count > 1), default=0))
        for line, below in pairwise(texts):
            step = round(line.x - margin)
            if 0.8 * body < step < 4 * body:
                steps[step] += 1
                returns[step] += abs(below.x - margin) < 1.5 and line.y > below.y
    step = max(steps, key=lambda step: steps[step], default=0)
    if returns[step] >= _FEWEST_INDENTS and returns[step] * 2 > steps[step]:
        yield from ((number, margin + step) for number, margin in margins.items())
