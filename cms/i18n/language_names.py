"""What languages are called inside a sentence."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# These write the names of languages small.
SMALL = ("es", "fr")


def language_name(code: str) -> str:
    """The name of a language inside a sentence, in the language that is active."""
    name = str(dict(settings.LANGUAGES).get(code, code))
    return name.lower() if get_language() in SMALL else name


def _in_language(code: str) -> str:
    return _("In %(language)s") % {"language": language_name(code)}


# "In French", as a label: read in the language that is active when it is shown.
in_language = lazy(_in_language, str)
