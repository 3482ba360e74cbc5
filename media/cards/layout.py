"""Fitting words into a box: pure, given a way to measure. Words are never cut off, changed or left out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

# The width in pixels of a piece of text at one size.
Measure = Callable[[str], float]


@dataclass(frozen=True)
class Fitted:
    """Text broken into lines at the largest size that fits. An empty line separates paragraphs."""

    size: int
    lines: tuple[str, ...]
    height: int


def fit(
    text: str,
    width: float,
    height: float,
    sizes: tuple[int, ...],
    measure_at: Callable[[int], Measure],
    leading: float = 1.25,
) -> Fitted | None:
    """`text` at the first of `sizes` (largest first) at which it fits into `width` × `height` pixels; None if at none.

    `leading` is the height of a line in units of the size; an empty line between paragraphs takes half.
    """
    for size in sizes:
        measure = measure_at(size)
        # Balancing needs no further line, so what is too tall before it is too tall after it.
        most = int(height // (size * leading / 2)) + 1
        if lines_height(tuple(islice(unbalanced(text, width, measure), most)), size, leading) > height:
            continue
        lines = tuple(balanced(text, width, measure))
        needed = lines_height(lines, size, leading)
        if needed <= height and all(measure(line) <= width for line in lines):
            return Fitted(size, lines, needed)
    return None


def lines_height(lines: tuple[str, ...], size: int, leading: float) -> int:
    """How tall `lines` are together, in pixels."""
    return round(sum(size * leading * (1 if line else 0.5) for line in lines))


def balanced(text: str, width: float, measure: Measure) -> Iterator[str]:
    """Lines of about equal length: the narrowest measure that needs no more lines than the full width."""
    return _by_paragraph(text, lambda paragraph: _balanced_paragraph(paragraph, width, measure))


def unbalanced(text: str, width: float, measure: Measure) -> Iterator[str]:
    """Lines as long as `width` allows, one by one, so that a caller who has seen enough can stop."""
    return _by_paragraph(text, lambda paragraph: wrap(paragraph, width, measure))


def _by_paragraph(text: str, lines_of: Callable[[str], Iterable[str]]) -> Iterator[str]:
    paragraphs = [paragraph.strip() for paragraph in text.splitlines() if paragraph.strip()]
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        yield from lines_of(paragraph)


def _balanced_paragraph(paragraph: str, width: float, measure: Measure) -> list[str]:
    count = sum(1 for _line in wrap(paragraph, width, measure))
    narrow, wide = width / 2, width
    while count > 1 and wide - narrow > width / 100:
        middle = (narrow + wide) / 2
        if sum(1 for _line in wrap(paragraph, middle, measure)) <= count:
            wide = middle
        else:
            narrow = middle
    return list(wrap(paragraph, wide, measure))


def wrap(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    """Break at spaces; a word longer than a line is broken between letters, with nothing added."""
    current = ""
    for word in _words(paragraph, width, measure):
        candidate = f"{current} {word}" if current and not word.startswith(_JOINER) else current + word.strip(_JOINER)
        if current and measure(candidate) > width:
            yield current
            current = word.strip(_JOINER)
        else:
            current = candidate
    if current:
        yield current


# Marks a part of a broken word: it joins the part before it without a space.
_JOINER = "\u2060"


def _words(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    # A no-break space stays inside its word: split on the breaking ones only.
    for word in paragraph.replace("\t", " ").split(" "):
        if not word:
            continue
        if measure(word) <= width:
            yield word
            continue
        for number, part in enumerate(_parts(word, width, measure)):
            yield _JOINER + part if number else part


def _parts(word: str, width: float, measure: Measure) -> Iterator[str]:
    part = ""
    for letter in word:
        if part and measure(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part
