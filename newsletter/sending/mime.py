"""A mail as bytes: encoded once for all readers, then only its slots are filled.

No template engine and no MIME library runs per reader. Headers follow RFC 5322, 2047, 2369, 2919 and 8058; bodies are
quoted-printable, since MJML writes lines far longer than the 998 octets that RFC 5322 allows.
"""

import base64
import binascii
import html
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError
from cms.core.text import has_breaks_or_controls, make_one_line, unify_line_breaks
from media.text.email_address import canonical_address
from newsletter.blocks.merge_tags import SLOT

# An encoded word is at most 75 characters long (RFC 2047 §2): 45 octets in base64 and its frame.
WORD_OCTETS = 45
SOFT_BREAK = b"=\r\n"
# The longest line of quoted-printable, without its CRLF (RFC 2045 §6.7).
LINE_OCTETS = 76
# What turns letters around or shows nothing, and makes a name look like another one.
INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}]")


class BadHeaderError(CosechaError):
    """A header value with a line break in it: somebody may be trying to add headers of their own."""

    sentence = _("The sender, the subject or an address contains a line break or a hidden character.")


@dataclass(frozen=True)
class SharedHeaders:
    """What is the same in every reader's copy. `list_id` is a domain-like name, such as `boletin.example.org`."""

    from_name: str
    from_email: str
    reply_to: str
    list_name: str
    list_id: str
    subject: str
    feedback_id: str = ""


@dataclass(frozen=True)
class ReaderValues:
    """What differs from reader to reader. `slots` are the values of `SLOTS`, as plain text."""

    to_email: str
    to_name: str
    message_id: str
    date: datetime
    slots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MimeTemplate:
    """A mail whose every byte is ready but for the slots."""

    subject: bytes
    headers: bytes
    text: tuple[bytes, ...]
    html: tuple[bytes, ...]
    boundary: bytes


def prepare(shared: SharedHeaders, text: str, html_text: str, boundary: str = "") -> MimeTemplate:
    """Encode once. Raises BadHeaderError for a sender or subject that would break the headers."""
    mark = boundary or f"=_{secrets.token_hex(12)}"
    if shared.reply_to:
        refuse_breaks(shared.reply_to)
    lines = [
        b"MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{mark}"'.encode(),
        b"From: " + mailbox(refuse_breaks(shared.from_name), shared.from_email),
        b"List-Id: "
        + phrase(INVISIBLE.sub("", refuse_breaks(shared.list_name)))
        + b" <"
        + refuse_breaks(shared.list_id).encode()
        + b">",
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        b"Precedence: bulk",
        b"Auto-Submitted: no",
    ]
    if shared.reply_to:
        lines.append(b"Reply-To: " + mailbox("", shared.reply_to))
    if shared.feedback_id:
        lines.append(b"Feedback-ID: " + refuse_breaks(shared.feedback_id).encode("ascii", "replace"))
    subject = b"Subject: " + unstructured(make_one_line(INVISIBLE.sub("", refuse_breaks(shared.subject))))
    return MimeTemplate(subject, b"\r\n".join(lines), _pieces(text), _pieces(html_text), mark.encode())


def merge(prepared: MimeTemplate, copy: ReaderValues) -> bytes:
    """The complete mail for one reader, with CRLF line ends. Raises BadHeaderError for a bad address."""
    headers = b"\r\n".join(
        (
            b"Date: " + format_datetime(copy.date).encode(),
            b"Message-ID: " + refuse_breaks(copy.message_id).encode("ascii"),
            b"To: " + mailbox(copy.to_name, copy.to_email),
            prepared.subject,
            b"List-Unsubscribe: <" + refuse_breaks(copy.slots["unsubscribe_url"]).encode("ascii") + b">",
            prepared.headers,
        )
    )
    mark = b"\r\n--" + prepared.boundary
    return b"".join(
        (
            headers,
            b"\r\n\r\n",
            mark[2:],
            _part_head(b"text/plain"),
            _filled(prepared.text, copy.slots, str),
            mark,
            _part_head(b"text/html"),
            _filled(prepared.html, copy.slots, html.escape),
            mark,
            b"--\r\n",
        )
    )


def envelope_address(address: str) -> str:
    """`address` as SMTP carries it: in its canonical form, which is ASCII but for some local parts (RFC 6531).

    Raises BadHeaderError.
    """
    refuse_breaks(address)
    try:
        return canonical_address(address)
    except ValidationError as error:
        raise BadHeaderError(detail=repr(address)) from error


def refuse_breaks(value: str) -> str:
    """`value` as it is. Raises BadHeaderError where it holds a control character or a separator of lines."""
    if has_breaks_or_controls(value):
        raise BadHeaderError(detail=repr(value))
    return value


def mailbox(name: str, address: str) -> bytes:
    """`name <address>`, or the bare address without a name."""
    plain = envelope_address(address).encode()
    shown = make_one_line(INVISIBLE.sub("", name))
    return phrase(shown) + b" <" + plain + b">" if shown else plain


def phrase(value: str) -> bytes:
    """A display name: quoted where it is ASCII, in encoded words otherwise."""
    if value.isascii() and "=?" not in value:
        return b'"' + re.sub(r'(["\\])', r"\\\1", value).encode() + b'"'
    return encoded_words(value)


def unstructured(value: str) -> bytes:
    """A header of free text, such as the subject."""
    if value.isascii() and "=?" not in value and len(value) < 900:
        return value.encode()
    return encoded_words(value)


def encoded_words(value: str) -> bytes:
    """RFC 2047: base64 words, each of whole characters, on lines of their own."""
    words: list[bytes] = [b""]
    for character in value:
        octets = character.encode("utf-8", "replace")
        if len(words[-1]) + len(octets) > WORD_OCTETS:
            words.append(b"")
        words[-1] += octets
    return b"\r\n ".join(b"=?utf-8?b?" + base64.b64encode(word) + b"?=" for word in words)


def quoted_printable(value: str) -> bytes:
    """RFC 2045 §6.7, lines of at most 76 octets ending in CRLF."""
    unix = unify_line_breaks(value).encode("utf-8", "replace")
    return binascii.b2a_qp(unix, istext=True).replace(b"\n", b"\r\n")


def _pieces(text: str) -> tuple[bytes, ...]:
    """Encoded text and names of slots in turn: text, name, text, name, … text."""
    *parts, last = SLOT.split(text)
    pieces = [part.encode() if index % 2 else softly_ended(quoted_printable(part)) for index, part in enumerate(parts)]
    return (*pieces, quoted_printable(last))


def _filled(pieces: tuple[bytes, ...], slots: dict[str, str], escape: Callable[[str], str]) -> bytes:
    """Each value ends with a soft break, as does what stands before it, so that no line grows too long."""
    values = {
        name.encode(): softly_ended(quoted_printable(escape(make_one_line(value)))) for name, value in slots.items()
    }
    out = (values.get(piece, SOFT_BREAK) if index % 2 else piece for index, piece in enumerate(pieces))
    return b"".join(out)


def softly_ended(encoded: bytes) -> bytes:
    """`encoded` with a soft break at its end; a last line that has no room for it is broken before."""
    start = encoded.rfind(b"\r\n") + 2 if b"\r\n" in encoded else 0
    line = encoded[start:]
    if len(line) < LINE_OCTETS:
        return encoded + SOFT_BREAK
    cut = LINE_OCTETS - 1
    # An octet written as =XX stays whole.
    cut = next((at for at in (cut - 1, cut - 2) if line[at : at + 1] == b"="), cut)
    return encoded[:start] + line[:cut] + SOFT_BREAK + line[cut:] + SOFT_BREAK


def _part_head(kind: bytes) -> bytes:
    return b"\r\nContent-Type: " + kind + b"; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
