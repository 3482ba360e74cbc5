"""The languages in which an edition is written: those of readers."""

from django.conf import settings


def language_or(language: str, fallback: str) -> str:
    """`language` where an edition is written in it, else `fallback`, else the site's."""
    return next((code for code in (language, fallback) if code in settings.READER_LANGUAGES), settings.LANGUAGE_CODE)
