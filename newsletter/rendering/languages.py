"""The languages in which an edition is written."""

LANGUAGES = ("es", "en", "fr", "nl")


def language_or(language: str, fallback: str) -> str:
    """`language` where an edition is written in it, else `fallback`, else Spanish."""
    return next((choice for choice in (language, fallback) if choice in LANGUAGES), "es")
