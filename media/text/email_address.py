"""The one form of an email address in which it is stored, hashed, compared and written on mail.

Width and case of the local part follow the profile UsernameCaseMapped of RFC 8265 §3.3, its characters RFC 5321 and,
beyond ASCII, RFC 6531. Domains follow UTS 46 without its transitional mapping, so that `straße` is not `strasse`.
"""

import re
import unicodedata
from functools import lru_cache

import idna
import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets
LONGEST_LOCAL_PART = 64  # RFC 5321 §4.5.3.1.1

JOINERS = "\u200c\u200d"
_INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}]")
_INVISIBLE_BUT_JOINERS = regex.compile(rf"[\p{{Default_Ignorable_Code_Point}}\p{{Cf}}--[{JOINERS}]]", regex.V1)
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def canonical_address(typed: str) -> str:
    """`typed` in its one form: the local part in lower case, the domain as A-labels. Raises ValidationError.

    White space around it, invisible characters, full-width forms and needless quotes are taken away. A quoted local
    part that needs its quotes, an address literal and a domain of one label are refused.
    """
    if not isinstance(typed, str) or len(typed) > 4 * LONGEST:
        raise _invalid()
    local, at, domain = _narrow(typed).rpartition("@")
    address = f"{_local_part(local.lstrip())}@{_domain(domain.rstrip())}"
    if not at or len(address.encode()) > LONGEST:
        raise _invalid()
    return address


def shown_address(address: str) -> str:
    """`address`, kept in its canonical form, as people read it: the domain as U-labels."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{local}{at}{idna.decode(domain)}"
    except (idna.IDNAError, UnicodeError):
        return address


def needs_smtputf8(address: str) -> bool:
    """Whether only servers that offer SMTPUTF8 (RFC 6531) can carry mail to `address`."""
    return not address.isascii()


def _narrow(typed: str) -> str:
    """NFC, with full-width and half-width forms as ordinary ones; joiners stay until it is known where they stand."""
    visible = _INVISIBLE_BUT_JOINERS.sub("", typed)
    narrow = "".join(
        unicodedata.normalize("NFKC", character)
        if unicodedata.decomposition(character).startswith(("<wide>", "<narrow>", "<small>"))
        else character
        for character in visible
    )
    return unicodedata.normalize("NFC", _DOTS.sub(".", narrow))


def _local_part(typed: str) -> str:
    local = _INVISIBLE.sub("", typed)
    if len(local) > 2 and local[0] == local[-1] == '"':
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    local = unicodedata.normalize("NFC", unicodedata.normalize("NFC", local).lower())
    atoms = local.split(".")
    if len(local.encode("utf-8", "replace")) > LONGEST_LOCAL_PART or not all(_is_atom(atom) for atom in atoms):
        raise _invalid()
    return local


def _is_atom(atom: str) -> bool:
    """Letters and digits of any script, and the signs of RFC 5321; none that is another one in disguise (𝐚, ﬁ, ²)."""
    if not unicodedata.is_normalized("NFKC", atom):
        return False
    if not atom or unicodedata.category(atom[0]).startswith("M"):
        return False
    return all(
        re.fullmatch(_ATOM, character) if character.isascii() else unicodedata.category(character)[0] in "LMN"
        for character in atom
    )


@lru_cache(maxsize=4096)
def _domain(typed: str) -> str:
    """As A-labels, without the dot of the root. A joiner stays only where its script needs it (RFC 5892 A.1, A.2)."""
    labels = [_without_stray_joiners(label) for label in typed.split(".")]
    if len(labels) > 1 and not labels[-1]:
        labels.pop()
    try:
        domain = idna.encode(".".join(labels), uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise _invalid() from error
    if not _HOST.fullmatch(domain):
        raise _invalid()
    return domain


def _without_stray_joiners(label: str) -> str:
    return "".join(
        character
        for position, character in enumerate(label)
        if character not in JOINERS or idna.core.valid_contextj(label, position)
    )


def _invalid() -> ValidationError:
    return ValidationError(_("This is not a valid email address."), code="invalid")
