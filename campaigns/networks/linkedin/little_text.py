"""LinkedIn's "little text": plain text in which signs stand for mentions and hashtags. Pure functions.

A reserved sign without its backslash cuts the text off there, and says nothing of it.
https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format
"""

import regex

RESERVED = regex.compile(r"[\\|{}@\[\]()<>#*_~]")
# A hashtag has a letter: "#1" is a number.
HASHTAG = regex.compile(r"(?<![\w#])#(?=\w*\p{L})(\w+)")
TEMPLATE = regex.compile(r"\{hashtag\|\\?#\|([^{}]*)\}")
ESCAPED = regex.compile(r"\\(.)")


def to_little_text(text: str) -> str:
    """`text` as it reads, with its hashtags as LinkedIn's own and every other reserved sign escaped."""
    written, at = [], 0
    for found in HASHTAG.finditer(text):
        written += [escape(text[at : found.start()]), f"{{hashtag|\\#|{escape(found[1])}}}"]
        at = found.end()
    return "".join([*written, escape(text[at:])])


def escape(text: str) -> str:
    return str(RESERVED.sub(r"\\\g<0>", text))


def from_little_text(written: str) -> str:
    """What readers see of it."""
    return str(ESCAPED.sub(r"\1", TEMPLATE.sub(r"#\1", written)))
