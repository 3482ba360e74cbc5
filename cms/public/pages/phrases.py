"""What readers are told. Complete in every language in which the pages speak (see `cms.i18n.catalogues`)."""

from django.utils.translation import gettext as _


def language_note(language: str) -> str:
    """What stands over words that are not in the language of the page."""
    return {
        "es": _("These words are in Spanish, as they were said. There is no translation yet."),
        "en": _("These words are in English, as they were said. There is no translation yet."),
        "fr": _("These words are in French, as they were said. There is no translation yet."),
        "nl": _("These words are in Dutch, as they were said. There is no translation yet."),
        "qu": _("These words are in Quechua, as they were said. There is no translation yet."),
    }[language]


def written_in(language: str) -> str:
    """What stands beside such words in a list."""
    return {
        "es": _("In Spanish"),
        "en": _("In English"),
        "fr": _("In French"),
        "nl": _("In Dutch"),
        "qu": _("In Quechua"),
    }[language]


def original_in(language: str) -> str:
    """What stands under a translation, of the language it was translated from."""
    return {
        "es": _("The original is in Spanish."),
        "en": _("The original is in English."),
        "fr": _("The original is in French."),
        "nl": _("The original is in Dutch."),
        "qu": _("The original is in Quechua."),
    }[language]
