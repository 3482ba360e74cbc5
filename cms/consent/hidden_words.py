"""What of a person must not appear under the terms they gave: names, organisation, place, and how to reach them."""

import re
from dataclasses import dataclass

from cms.consent.common_names import PARTICLES
from cms.core.text import skeleton
from cms.models.consent import ConsentTerms, Credit
from cms.models.people import Contributor

# What joins the parts of a double name, as in Ana-Lucía and O'Brien.
_JOINS = re.compile(r"[\s\-‐‑–.'’ʼ·]+")
# A name of so few letters is also a word of every language; it counts in the full name only.
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class Hidden:
    """Something about the person that must not appear. `is_name` asks for more care: suffixes, file names, capitals.

    `is_given` is a name by which they are called, and so its fond forms as well.
    """

    words: str
    is_name: bool = False
    is_given: bool = False


def hidden_words(contributor: Contributor, terms: ConsentTerms | None) -> list[Hidden]:
    """What must not appear under `terms`: names, organisation and place that the person wants kept back.

    Without terms everything is kept back. How to reach the person never appears, whatever they allowed.
    """
    credit = Credit(terms.credit) if terms else Credit.ANONYMOUS
    hidden = [Hidden(contributor.email), Hidden(contributor.phone)]
    if credit != Credit.FULL_NAME:
        public = name_parts(contributor.first_name) if credit == Credit.FIRST_NAME else []
        allowed = {skeleton(name) for name in public} | PARTICLES
        given = name_parts(contributor.first_name)
        names = [*name_parts(contributor.full_name), *given]
        hidden += [Hidden(contributor.full_name, True, contributor.full_name in given)]
        hidden += [Hidden(letters, True) for letters in initials_of(contributor.full_name)]
        hidden += [
            Hidden(name, True, name in given)
            for name in names
            if skeleton(name) not in allowed and _is_long_enough(name)
        ]
        if credit != Credit.FIRST_NAME:
            hidden.append(Hidden(contributor.first_name, True, contributor.first_name in given))
    if not (terms and terms.shows_organisation) and contributor.organisation:
        hidden.append(Hidden(contributor.organisation.name))
    if not (terms and terms.shows_place) and credit != Credit.ROLE_REGION:
        hidden += [Hidden(contributor.region), Hidden(contributor.region.split(",")[0].strip())]
    return [word for word in dict.fromkeys(hidden) if any(letter.isalnum() for letter in skeleton(word.words))]


def name_parts(name: str) -> list[str]:
    """Each name of a full name, those of a double name apart."""
    return [part for part in _JOINS.split(name) if part]


def initials(full_name: str) -> str:
    """ "R. Q. T." for Rosa Quispe Tito; empty for a single name, whose initial says nothing."""
    letters = [name[0].upper() for name in full_name.split() if skeleton(name) not in PARTICLES]
    return " ".join(f"{letter}." for letter in letters) if len(letters) > 1 else ""


def initials_of(full_name: str) -> list[str]:
    """The initials of all names; in the order of catalogues, with the first one last; and of the first two alone."""
    whole = initials(full_name).split()
    orders = (whole, [*whole[1:], *whole[:1]], whole[:2]) if len(whole) > 2 else (whole,)
    return [" ".join(letters) for letters in orders]


def _is_long_enough(name: str) -> bool:
    return sum(letter.isalpha() for letter in skeleton(name)) >= _SHORTEST_NAME
