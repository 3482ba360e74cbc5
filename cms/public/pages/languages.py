"""The reader's language: in the address, in the browser's wish, and in the words around the content."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info, override
from django.utils.translation.trans_real import parse_accept_lang_header


class LanguageConverter:
    """The first part of a public address: one of the languages of the content."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def interface_language(language: str) -> str:
    """The language in which a page for readers of `language` speaks."""
    return language if language in settings.READER_LANGUAGES else settings.READER_LANGUAGES[0]


@contextmanager
def override_interface_language(language: str) -> Iterator[str]:
    """Activate the interface language for readers of `language` inside the block; yields that language."""
    spoken = interface_language(language)
    with override(spoken):
        yield spoken


def wished_language(request: HttpRequest) -> str:
    """The language that the reader's browser asks for, among those the pages speak."""
    for wish, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wish.split("-")[0] in settings.READER_LANGUAGES:
            return wish.split("-")[0]
    return settings.READER_LANGUAGES[0]


def own_name(language: str) -> str:
    """What a language calls itself."""
    name = str(get_language_info(language)["name_local"])
    return name[:1].upper() + name[1:]
