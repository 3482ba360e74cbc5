"""Where a text shows what must be hidden, however it is written. Pure.

Compared are skeletons (`cms.core.text.skeleton`); word borders and capitals are asked of the text itself. One name is
found as a word, spelled letter by letter, or broken by signs inside a word; without its separators only a full name of
eight letters or more, so that "Ana" is not found in "mañana". Digits are never read as letters; of other signs a few
are, within a name ("Teodor@"). A letter that is drawn out ("Teodoraaa") is one.
"""

import re
from collections.abc import Iterable
from html import unescape
from itertools import permutations
from urllib.parse import unquote

from django.utils.html import strip_tags

from cms.consent.common_names import EVERYDAY, PARTICLES
from cms.consent.hidden_words import Hidden
from cms.consent.spelled_names import Spelling, TextReading
from cms.core.text import skeleton, skeleton_by_looks

# Where words are joined to each other: the names of files, and addresses.
JOINED = frozenset({"image", "file", "address", "link"})
_SHORTEST_JOINED = 8
_SHORTEST_IN_FILE_NAME = 5
_SHORTEST_MISTAKEN = 4
# Parts of a full name that are joined in any order: more would be tried in too many.
_MOST_PARTS = 6
_SHORTEST_BACKWARDS = 6
_SHORTEST_FOND = 4
_MOST_DECODED = 5
_PHONE_DIGITS = 8
# Shorter ones reach nobody, and stand in every text.
_FEWEST_DIGITS = 5
# Eight digits in one order stand in no text by chance, whatever is between them, and whatever 0 and 1 are written with.
_BETWEEN_DIGITS, _BETWEEN_DIGITS_OF_LONG = r"[\W_]{0,3}", r"\D{0,12}"
_DIGITS_OF_LONG = {"0": "[0o]", "1": "[1il]"}
_BETWEEN_WORDS = r"[\W_]{0,20}"
# "teo (at) example punto org", "teo+boletin@example.org".
_BETWEEN_PARTS_OF_ADDRESS = (
    rf"(?:\+[\w.+-]{{1,40}})?{_BETWEEN_WORDS}(?:(?:at|arroba|aroba|arobase|en|dot|punto|point|punt)[\W_]{{1,20}})?"
)
# Signs that stand for a letter within a name; "@" where neither gender is said. Digits stand for none.
_SIGNS = {"a": "@", "o": "@", "s": "$", "e": "€", "i": "!¡|", "l": "|", "c": "¢"}
_FOND_ENDINGS = "it[ao]|cit[ao]|ecit[ao]|ch[ao]|uch[ao]"
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1+")


def revealed(texts: dict[str, str], hidden: Iterable[Hidden]) -> list[dict[str, str]]:
    """Where something hidden stands in `texts`: `{"where", "what"}`.

    The keys of `texts` say how to read them: "qu.…" is Quechua, which joins its suffixes to a name, and those that end
    in one of JOINED hold file names and addresses, which join words to each other.
    """
    words = [(word, _search_for(word)) for word in hidden]
    findings = []
    for where, text in texts.items():
        language, _dot, field = where.rpartition(".")
        readings = readings_of(text, language == "qu", field in JOINED)
        findings += [
            {"where": where, "what": word.words} for word, is_in in words if any(is_in(reading) for reading in readings)
        ]
    order = {word.words: place for place, (word, _search) in enumerate(words)}
    return sorted(findings, key=lambda finding: order[finding["what"]])


def readings_of(text: str, joins_suffixes: bool, is_joined: bool) -> list[TextReading]:
    """The ways in which somebody may read `text`: as it stands, without tags, with references as signs."""
    shown = unescape(text) if "&" in text else text
    plain = _decoded(shown)
    stripped = (strip_tags(version) if "<" in version else version for version in (shown, plain))
    versions = list(dict.fromkeys((text, shown, plain, *stripped)))
    readings = [TextReading.of(version, joins_suffixes, is_joined) for version in versions]
    misleading = [version for version in versions if skeleton_by_looks(version) != skeleton(version)]
    return [*readings, *(TextReading.of(version, joins_suffixes, is_joined, by_looks=True) for version in misleading)]


def _decoded(text: str) -> str:
    """`text` without references and percent signs that stand for a sign, those of references themselves too."""
    for _again in range(_MOST_DECODED):
        if "&" not in text and "%" not in text:
            return text
        before, text = text, unescape(unquote(text))
        if text == before:
            return text
    return text


def _search_for(hidden: Hidden) -> "_Search":
    letters = skeleton(hidden.words)
    pieces = tuple(_WORD.findall(letters))
    if not any(letter.isalpha() for letter in letters):
        return _PhoneSearch("".join(pieces))
    if len(pieces) > 1 and all(len(piece) == 1 for piece in pieces):
        return _InitialsSearch(pieces)
    return _WordsSearch(hidden, pieces)


class _Search:
    """How to look for something hidden; calling it says whether a reading holds it."""

    def __call__(self, reading: TextReading) -> bool:
        raise NotImplementedError


class _PhoneSearch(_Search):
    """A number, with whatever between its digits; of a long one its end, for its beginning is written in many ways."""

    def __init__(self, digits: str) -> None:
        last = digits[-_PHONE_DIGITS:]
        if len(last) < _PHONE_DIGITS:
            self.pattern = re.compile(rf"(?<!\d){_BETWEEN_DIGITS.join(last)}(?!\d)")
        else:
            written = (_DIGITS_OF_LONG.get(digit, digit) for digit in last)
            self.pattern = re.compile(rf"{_BETWEEN_DIGITS_OF_LONG.join(written)}(?!\d)")
        self.is_number = len(last) >= _FEWEST_DIGITS

    def __call__(self, reading: TextReading) -> bool:
        return self.is_number and self.pattern.search(reading.letters) is not None


class _InitialsSearch(_Search):
    """Initials with points, in capitals where they are only two; without points where they are four or more."""

    def __init__(self, pieces: tuple[str, ...]) -> None:
        self.pieces = pieces
        self.pattern = re.compile(r"([\s.\-()·]{0,3})".join(map(re.escape, pieces)))

    def __call__(self, reading: TextReading) -> bool:
        return any(self._counts(reading, match) for match in self.pattern.finditer(reading.letters))

    def _counts(self, reading: TextReading, match: re.Match[str]) -> bool:
        if not (reading.is_border(match.start()) and reading.is_border(match.end())):
            return False
        are_capitals = all(letter.isupper() for letter in reading.written(*match.span()) if letter.isalpha())
        if all("." in gap for gap in match.groups()):
            return are_capitals or len(self.pieces) > 2
        return are_capitals and (len(self.pieces) > 3 or (len(self.pieces) > 2 and all(match.groups())))


class _WordsSearch(_Search):
    """A name, an organisation, a place or an address."""

    def __init__(self, hidden: Hidden, pieces: tuple[str, ...]) -> None:
        self.is_name = hidden.is_name
        self.pieces = pieces
        self.is_single = len(pieces) == 1
        told = [piece for piece in pieces if piece not in PARTICLES]
        is_everyday = all(piece in EVERYDAY for piece in told)
        self.needs_capital = is_everyday and (self.is_single or not hidden.is_name)
        between = _BETWEEN_PARTS_OF_ADDRESS if "@" in hidden.words else _BETWEEN_WORDS
        self.pattern = re.compile(between.join(f"({_looking_like(piece)})" for piece in pieces))
        self.joined = _joined_names(pieces, told if hidden.is_name else [])
        self.backwards = ""
        if self.is_single and hidden.is_name and len(pieces[0]) >= _SHORTEST_BACKWARDS:
            self.backwards = pieces[0][::-1] if pieces[0][::-1] != pieces[0] else ""
        self.fond = _fond_forms(pieces[0]) if self.is_single and hidden.is_given else None

    def __call__(self, reading: TextReading) -> bool:
        return (
            any(self._stands_at(reading, match) for match in reading.matches(self.pattern))
            or any(reading.holds_joined(name) for name in self.joined)
            or (self.is_single and self.is_name and self._is_spelled(reading))
            or (self.backwards and self._stands_backwards(reading))
            or (self.fond is not None and self._stands_fondly(self.fond, reading))
        )

    def _stands_at(self, reading: TextReading, match: re.Match[str]) -> bool:
        """Whether each piece is a word of the text, and a name that is also a word is written like a name."""
        places = [match.span(number) for number in range(1, len(self.pieces) + 1)]
        may_go_on = reading.joins_suffixes and self.is_name and len(self.pieces[-1]) > 3
        borders = [place for start, end in places for place in (start, end)]
        if may_go_on:
            borders.pop()
        if not all(reading.is_border(place) for place in borders):
            return False
        if not all(_is_taken_for(piece, reading, *place) for piece, place in zip(self.pieces, places, strict=True)):
            return False
        return not self.needs_capital or reading.is_joined or reading.is_marked(*places[-1])

    def _stands_backwards(self, reading: TextReading) -> bool:
        """ "arodoeT": a word that is the name when read from its end."""
        found = (match.span() for match in reading.matches(re.compile(self.backwards)))
        as_word = any(reading.is_border(start) and reading.is_border(end) for start, end in found)
        return as_word or any(True for _found in reading.spelled(self.backwards))

    def _stands_fondly(self, forms: re.Pattern[str], reading: TextReading) -> bool:
        """ "Teodorita": only where it is written like a name, for some forms are words."""
        return any(
            reading.is_border(match.start())
            and reading.is_border(match.end())
            and (reading.is_joined or reading.is_marked(*match.span()))
            for match in reading.matches(forms)
        )

    def _is_spelled(self, reading: TextReading) -> bool:
        name = self.pieces[0]
        if reading.is_joined and len(name) >= _SHORTEST_IN_FILE_NAME and name in reading.joined_letters:
            return True
        return any(
            not self.needs_capital or reading.is_joined or spelling is Spelling.LETTERS or reading.is_marked(start, end)
            for spelling, start, end in reading.spelled(name)
        )


def _looking_like(piece: str) -> str:
    """A pattern for `piece`: letters drawn out, and in a longer one what others look like, as rn for m, l for I, @."""
    return "".join(_letter_like(letter, len(piece) >= _SHORTEST_MISTAKEN) for letter in piece)


def _letter_like(letter: str, may_be_mistaken: bool) -> str:
    if not letter.isalpha():
        return re.escape(letter)
    drawn_out = rf"{letter}(?:{letter}{{2,30}})?"
    if not may_be_mistaken:
        return drawn_out
    others = {"m": ["rn"], "i": ["l"]}.get(letter, [])
    signs = [rf"{re.escape(sign)}(?!\w+\.\w)" if sign == "@" else re.escape(sign) for sign in _SIGNS.get(letter, "")]
    alternatives = [drawn_out, *others, *signs]
    return f"(?:{'|'.join(alternatives)})" if len(alternatives) > 1 else drawn_out


def _is_taken_for(piece: str, reading: TextReading, start: int, end: int) -> bool:
    """Whether the letters found are `piece`, or taken for it: l looks like I in capitals, and as the first letter."""
    found, wanted = (_REPEATED.sub(r"\1", word.replace("rn", "m")) for word in (reading.letters[start:end], piece))
    if len(found) == len(wanted):
        found = "".join(
            want if have in _SIGNS.get(want, "") else have for have, want in zip(found, wanted, strict=True)
        )
    if found == wanted or found[1:] == wanted[1:]:
        return True
    return reading.written(start, end).replace("l", "").isupper()


def _fond_forms(name: str) -> re.Pattern[str] | None:
    """How somebody of that name is called by friends: Teodorita, Carmencita, Juancho. None for a short name."""
    if len(name) < _SHORTEST_FOND:
        return None
    stem = name[:-1] if name[-1] in "aeio" else name
    return re.compile(rf"(?:{re.escape(stem)}|{re.escape(name)})(?:{_FOND_ENDINGS})s?")


def _joined_names(pieces: tuple[str, ...], told: list[str]) -> list[str]:
    """All pieces in one, and of a name every two of its parts: each of eight letters or more."""
    pairs = permutations(told[:_MOST_PARTS], 2) if len(told) > 1 else ()
    whole = ["".join(pieces)] if len(pieces) > 1 else []
    return [name for name in dict.fromkeys((*whole, *map("".join, pairs))) if len(name) >= _SHORTEST_JOINED]
