"""The one form in which text is kept, whatever door it came through: what is seen stays, what cannot be seen goes.

NFC (https://www.unicode.org/reports/tr15/), without control and format characters except where a script or an emoji
needs them. Pure, and its own result: the kept form of a kept text is that text.
"""

import re
import unicodedata
from html import unescape
from typing import Any

import regex

# What ends a line or a page in some format. https://www.unicode.org/reports/tr14/#BK
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Every space but the ordinary one and the two that keep words together; the blank of Braille looks like one.
_SPACE = regex.compile(r"(?V1)[[\p{Zs}\u2800]--[ \u00A0\u202F]]")
_INDENTATION = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)

# ── What cannot be seen ─────────────────────────────────────────────────────────────────────────────────────────────
# Default_Ignorable_Code_Point, controls, format characters (except those of Arabic and Egyptian that are seen), halves
# of surrogate pairs, noncharacters, and the place of an object that text cannot hold.
_UNSEEN = (
    r"[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\uFFFC]"
    r"--[\n\p{Prepended_Concatenation_Mark}\U00013430-\U00013455]]"
)
# https://www.unicode.org/reports/tr51/: an emoji with its presentation or skin, and those that a joiner makes one.
_PICTURE = r"\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\uFE0E\uFE0F])?"
_EMOJI = rf"{_PICTURE}(?:\u200D{_PICTURE})*|[0-9#*]\uFE0F\u20E3"
# The three flags that are spelled with tag characters; any other spelling would be a text that nobody sees.
_TAGS = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in code) for code in ("gbeng", "gbsct", "gbwls"))
_FLAG = rf"\U0001F3F4(?:{_TAGS})\U000E007F"
# Scripts whose letters change with a joiner or non-joiner between them.
_JOINING = (
    r"[[\p{Arabic}\p{Syriac}\p{Nko}\p{Mongolian}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}"
    r"\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
    r"&&[\p{L}\p{M}]--\p{Default_Ignorable_Code_Point}]"
)
_MONGOLIAN = r"[\p{Mongolian}&&\p{L}]"
_NEEDED = "|".join(
    (
        _FLAG,
        _EMOJI,
        rf"(?<={_JOINING})[\u200C\u200D](?={_JOINING})",
        rf"(?<={_MONGOLIAN})(?:[\u180B-\u180D\u180F]|\u180E(?={_MONGOLIAN}))",
        # One variant of an ideograph, as in names: https://www.unicode.org/reports/tr37/
        r"(?<=\p{Han})[\uFE00-\uFE02\U000E0100-\U000E01EF]",
    )
)
_NEEDED_OR_UNSEEN = regex.compile(rf"(?V1)(?P<needed>{_NEEDED})|{_UNSEEN}")
_ANY_UNSEEN = regex.compile(rf"(?V1){_UNSEEN}")
# Of these, what Python calls printable all the same; a test compares it with the property.
_PRINTABLE_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U000e0100-\U000e01ef]"
)

# ── Markup ──────────────────────────────────────────────────────────────────────────────────────────────────────────
# https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state: two of these need no semicolon.
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;|(?:shy|nbsp)(?![;=]))")
# After this, a letter or "#" that was written as a reference would make another reference of both.
_BEGUN_REFERENCE = re.compile(r"&#?\w*$")


def kept(text: str) -> str:
    """The kept form of plain text."""
    if _is_kept(text):
        return text
    text = _BREAK.sub("\n", _whole_surrogates(text))
    text = _INDENTATION.sub(lambda match: match[0].replace("\t", "    "), text).replace("\t", " ")
    text = _NEEDED_OR_UNSEEN.sub(lambda match: match["needed"] or "", _SPACE.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def kept_markup(text: str) -> str:
    """The kept form of HTML or Markdown: character references that stand for a character are that character.

    Those of the signs of HTML itself stay as they are, and so a text that shows "&shy;" goes on showing it.
    """
    return kept(_REFERENCE.sub(_decoded, text) if "&" in text else text)


def kept_value(value: Any) -> Any:
    """The kept form of what JSON can hold: of every text in it, keys left as they are."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, list | tuple):
        return [kept_value(part) for part in value]
    if isinstance(value, dict):
        return {key: kept_value(part) for key, part in value.items()}
    return value


def without_unseen(text: str) -> str:
    """`text` without what no letter of a font draws, not even what an emoji needs: for pictures of text."""
    return _ANY_UNSEEN.sub("", kept(text))


def _is_kept(text: str) -> bool:
    """Whether nothing has to be looked at more closely: so it is with nearly every text, and quickly said."""
    if not text.replace("\n", "").replace("\u00a0", "").replace("\u202f", "").isprintable():
        return False
    return text.isascii() or (not _PRINTABLE_UNSEEN.search(text) and unicodedata.is_normalized("NFC", text))


def _whole_surrogates(text: str) -> str:
    """Two halves of a character as that character, as programs that count in UTF-16 may leave them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _decoded(match: re.Match[str]) -> str:
    reference, sign = match[0], unescape(match[0])
    if sign == reference or any(letter in "<>&\"'" for letter in sign):
        return reference
    if sign.isascii() and _BEGUN_REFERENCE.search(match.string, max(0, match.start() - 40), match.start()):
        return reference
    return sign
