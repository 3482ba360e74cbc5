"""Write `cms/core/text/lookalikes.py`: the letters that look like Latin ones, from Unicode's data for confusables.

The data is read from the library ICU of this machine (its spoof checker), which holds that of
https://www.unicode.org/Public/security/; letters that are Latin ones in other shapes are read from their names.

    python -m tools.lookalikes
"""

import ctypes
import ctypes.util
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "cms" / "core" / "text" / "lookalikes.py"
HEAD = '''"""Letters that look like Latin ones, from Unicode's data for confusables (version {version}).

Written by `python -m tools.lookalikes`; not to be edited. The data is under the Unicode licence: see
UNICODE-LICENCE.txt beside this file. Digits are in neither table.
"""

'''
# A capital, a small capital, a square or a flag of a letter: a Latin letter all the same.
_DRESSED = re.compile(
    r"(?:LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER)(?: SMALL CAPITAL)?|LATIN SMALL CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER|(?:NEGATIVE )?(?:SQUARED|CIRCLED) LATIN CAPITAL LETTER"
    r"|(?:CROSSED )?NEGATIVE SQUARED LATIN CAPITAL LETTER) (?P<letter>[A-Z])(?: WITH .*)?"
)


# A letter turned round looks like itself, where it does not look like another one.
_TURNED = re.compile(
    r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) (?:TURNED|REVERSED|OPEN|SIDEWAYS) (?P<letter>[A-Z])"
)
# Reviewed by hand: Unicode compares these with letters that readers do not take them for, or with none.
_REVIEWED = {"ε": "e", "ɛ": "e", "є": "e", "ə": "e", "э": "e", "я": "r", "и": "n", "п": "n", "ш": "w"}


def main() -> None:
    skeleton, version = open_icu()
    HOME.write_text(HEAD.format(version=version) + written(*tables(skeleton)), encoding="utf-8")


def open_icu() -> tuple[Callable[[str], str], str]:
    """ICU's skeleton of a text, as UTS #39 defines it, and the version of Unicode it knows."""
    name = ctypes.util.find_library("icui18n")
    if not name:
        raise SystemExit("The library ICU (libicu) is not on this machine.")
    library, common = ctypes.CDLL(name), ctypes.CDLL(name.replace("icui18n", "icuuc"))
    suffix = "_" + name.rpartition(".")[2]
    problem, buffer = ctypes.c_int(0), ctypes.create_string_buffer(400)
    opened = getattr(library, f"uspoof_open{suffix}")
    opened.restype = ctypes.c_void_p
    checker = ctypes.c_void_p(opened(ctypes.byref(problem)))
    read = getattr(library, f"uspoof_getSkeletonUTF8{suffix}")
    numbers = (ctypes.c_uint8 * 4)()
    getattr(common, f"u_getUnicodeVersion{suffix}")(numbers)

    def skeleton(text: str) -> str:
        data = text.encode()
        length = read(checker, 0, data, len(data), buffer, len(buffer), ctypes.byref(problem))
        if problem.value > 0:
            raise SystemExit(f"ICU answers with error {problem.value}.")
        return buffer.raw[:length].decode()

    return skeleton, f"{numbers[0]}.{numbers[1]}"


def tables(skeleton: Callable[[str], str]) -> tuple[dict[str, str], dict[str, str]]:
    """By letter, in lower case, what it looks like; and the capitals that look like another letter than it does."""
    letters = [chr(code) for code in range(0x80, 0x110000) if unicodedata.category(chr(code))[0] == "L"]
    dressed = [chr(code) for code in range(0x80, 0x110000) if _DRESSED.fullmatch(unicodedata.name(chr(code), ""))]
    small: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for letter in sorted({*letters, *dressed}):
        if bare(letter) != letter:
            continue  # decomposition leads to a letter that has its own row, or is Latin
        folded = letter.casefold()
        looks = latin(folded, skeleton) if len(folded) == 1 else ""
        own = latin(letter, skeleton)
        if len(folded) == 1 and (looks or own):
            small.setdefault(folded, looks or own)
        if letter != folded and own and looks and own != looks and {own, looks} != {"i", "l"}:
            capitals[letter] = own
    return small, capitals


def latin(letter: str, skeleton: Callable[[str], str]) -> str:
    """The Latin letters, in lower case, that `letter` looks like; empty where it looks like none."""
    if reviewed := _REVIEWED.get(bare(letter).casefold()):
        return reviewed
    if match := _DRESSED.fullmatch(unicodedata.name(letter, "")):
        return match["letter"].lower()
    found = ""
    for part in bare(skeleton(letter)):
        if part.isascii() and part.isalpha():
            found += part.lower()
        elif match := _DRESSED.fullmatch(unicodedata.name(part, "")):
            found += match["letter"].lower()
        elif match := _TURNED.fullmatch(unicodedata.name(letter, "")):
            return match["letter"].lower()
        else:
            return ""
    # Two letters that stand for one are a ligature of Latin; elsewhere they only happen to look so.
    return found if len(found) == 1 or "LATIN" in unicodedata.name(letter, "") else ""


def bare(text: str) -> str:
    """`text` decomposed, without its marks."""
    return "".join(
        part for part in unicodedata.normalize("NFKD", text) if unicodedata.category(part) not in ("Mn", "Me")
    )


def written(small: dict[str, str], capitals: dict[str, str]) -> str:
    """Both tables as Python: by what they look like, the letters as escapes, so that editors show them in order."""
    return (
        "\n".join(
            f"{name}: dict[str, str] = {{\n{rows(table)}\n}}"
            for name, table in (("SMALL", small), ("CAPITALS", capitals))
        )
        + "\n"
    )


def rows(table: dict[str, str]) -> str:
    by_target: dict[str, list[str]] = defaultdict(list)
    for letter, target in table.items():
        by_target[target].append(letter)
    lines = []
    for target in sorted(by_target):
        group = [ascii(letter)[1:-1] for letter in sorted(by_target[target])]
        while group:
            line = ""
            while group and len(line) + len(group[0]) < 80:
                line += group.pop(0)
            lines.append(f'    **dict.fromkeys("{line}", "{target}"),')
    return "\n".join(lines)


if __name__ == "__main__":
    main()
