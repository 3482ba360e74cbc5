"""What readers are told. Complete in every language in which the pages speak (see `cms.i18n.catalogues`)."""

from django.utils.translation import gettext as _

from cms.i18n.language_names import language_name


def language_note(language: str) -> str:
    """What stands over words that are not in the language of the page."""
    words = _("These words are in %(language)s, as they were said. There is no translation yet.")
    return words % {"language": language_name(language)}


def written_in(language: str) -> str:
    """What stands beside such words in a list."""
    return _("In %(language)s") % {"language": language_name(language)}


def original_in(language: str) -> str:
    """What stands under a translation, of the language it was translated from."""
    return _("The original is in %(language)s.") % {"language": language_name(language)}
