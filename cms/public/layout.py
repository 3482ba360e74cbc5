"""What stands around every page: the sections and the languages."""

from dataclasses import dataclass

from django.urls import reverse

from cms.models import Kind
from cms.public import phrases
from cms.public.address import SEGMENTS
from cms.public.languages import INTERFACE_LANGUAGES, own_name


@dataclass(frozen=True)
class Section:
    """A link of the navigation."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Alternate:
    """The same page in another language."""

    language: str
    name: str
    url: str
    is_current: bool = False


def sections(language: str, current: str = "") -> list[Section]:
    """The lists of each kind, in the language of the page."""
    return [
        Section(phrases.section_name(kind), list_url(language, kind), kind == current)
        for kind in (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING)
    ]


def list_url(language: str, kind: str) -> str:
    """Where all of a kind are listed."""
    return reverse("list", args=[language, SEGMENTS[kind]])


def alternates(name: str, language: str, *arguments: str) -> list[Alternate]:
    """The page called `name` in every language."""
    return [
        Alternate(code, own_name(code), reverse(name, args=[code, *arguments]), code == language)
        for code in INTERFACE_LANGUAGES
    ]
