"""What stands around every page: the sections and the languages."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from cms.public.lists.sections import SECTIONS, section_of
from cms.public.pages.languages import own_name


@dataclass(frozen=True)
class SectionLink:
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


def sections(language: str, current: str = "") -> list[SectionLink]:
    """The lists of each kind, in the language of the page."""
    return [
        SectionLink(str(section.all), list_url(language, section.kind), section.kind == current) for section in SECTIONS
    ]


def list_url(language: str, kind: str) -> str:
    """Where all of a kind are listed."""
    return reverse("list", args=[language, section_of(kind).segment])


def alternates(name: str, language: str, *arguments: str) -> list[Alternate]:
    """The page called `name` in every language."""
    return [
        Alternate(code, own_name(code), reverse(name, args=[code, *arguments]), code == language)
        for code in settings.READER_LANGUAGES
    ]
