"""What a copy on the website is called, to staff and to the person whose words they are, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cms.i18n.language_names import language_name

API = {"place": "feed"}


def page_facts(language: str) -> dict[str, str]:
    return {"place": "page", "language": language}


def copy_label(facts: Mapping[str, str], headline: str = "") -> str:
    """With the words that the page shows, where they are known: beside several, it tells them apart."""
    if facts["place"] == "feed":
        return _("Content for other websites (API)")
    language = language_name(facts["language"])
    if not headline:
        return _("Page in %(language)s") % {"language": language}
    return _("Public page in %(language)s: “%(words)s”") % {"language": language, "words": headline}


def short_label(facts: Mapping[str, str]) -> str:
    """Where the words stand beside it."""
    return _("Other websites that take what we publish") if facts["place"] == "feed" else copy_label(facts)
