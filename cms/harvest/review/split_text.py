"""Cutting a text in two and putting two together again: pure, and never a word is changed.

Every place is counted in letters of the text as it reads in the report. The blank after the first part stays with it,
so that the two parts put together are the text again, letter by letter.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORD = re.compile(r"\S+")
# A sentence ends with its mark, and the quotation marks or brackets that close after it.
_END = re.compile(r"""[.!?…]["»”’')\]]*$|[:;]$""")
_BEGINNING = re.compile(r"""["«“‘'¿¡(\[—–-]*\s*[A-ZÁÉÍÓÚÑÜÀÂÇÈÊËÎÏÔÖÙÛ0-9]""")
# Lining up the words of longer texts would take too long: there, what is so far in one is so far in the other.
_MOST_WORDS = 1500


@dataclass(frozen=True)
class CutPoint:
    """Where a text may be cut: before the word that begins at `at`. `ends_sentence` where one ends before it."""

    at: int
    ends_sentence: bool


def cut_points(text: str) -> list[CutPoint]:
    """Every place between two words."""
    found = []
    words = list(_WORD.finditer(text))
    for before, after in pairwise(words):
        ends = bool(_END.search(before.group())) and bool(_BEGINNING.match(text[after.start() : after.start() + 4]))
        found.append(CutPoint(after.start(), ends or "\n" in text[before.end() : after.start()]))
    return found


def cut(text: str, at: int) -> tuple[str, str]:
    """`text` in two. Raises ValueError where `at` is not one of its `cut_points`."""
    if not any(place.at == at for place in cut_points(text)):
        raise ValueError(at)
    return text[:at], text[at:]


def cut_alike(text: str, edited_text: str, at: int) -> tuple[str, str]:
    """Cut `edited_text` where `text`, of which it holds all or some, is cut at `at`. A part may be empty."""
    place = _place_in(text, edited_text, at)
    return edited_text[:place], edited_text[place:]


def put_together(first: str, second: str, between: str) -> str:
    """Two texts as one, with `between` where no blank divides them yet."""
    if not first or not second or first[-1:].isspace():
        return first + second
    return first + between + second


def between(first: str) -> str:
    """What divides a text from the one after it: the blank it was cut off with, or a new paragraph."""
    return first[len(first.rstrip()) :] or "\n\n"


def _place_in(text: str, edited_text: str, at: int) -> int:
    core = edited_text.strip()
    start = text.find(core)
    if core and start >= 0:
        place = min(max(at - start, 0), len(core))
        # What blank there is at the place stays with the first part, as in the text.
        place += len(core[place:]) - len(core[place:].lstrip()) if place else 0
        lead = len(edited_text) - len(edited_text.lstrip())
        return 0 if place == 0 else len(edited_text) if place == len(core) else lead + place
    words = list(_WORD.finditer(edited_text))
    index = _line_up(_WORD.findall(text), [word.group() for word in words], len(_WORD.findall(text[:at])))
    if index <= 0:
        return 0
    return words[index].start() if index < len(words) else len(edited_text)


def _line_up(ours: list[str], theirs: list[str], place: int) -> int:
    """Before which of `theirs` the same place is that lies before `ours[place]`."""
    if len(ours) > _MOST_WORDS or len(theirs) > _MOST_WORDS:
        return round(place * len(theirs) / len(ours))
    for _tag, start, stop, first, last in SequenceMatcher(None, ours, theirs).get_opcodes():
        if start <= place < stop:
            return first + round((place - start) * (last - first) / (stop - start))
    return len(theirs)
