"""What a copy on the website is called, to staff and to the person whose words they are."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.models import Content


def page_label(wording: Content) -> str:
    return _("Public page in %(language)s: “%(words)s”") % {"language": _language(wording), "words": wording.headline}


def short_page_label(wording: Content) -> str:
    return _("Page in %(language)s") % {"language": _language(wording)}


def feed_label() -> str:
    return _("Content for other websites (API)")


def short_feed_label() -> str:
    return _("Other websites that take what we publish")


def _language(wording: Content) -> str:
    """Its name inside a sentence: Spanish and French write languages small, English and Dutch do not."""
    name = str(dict(settings.LANGUAGES).get(wording.language, wording.language))
    return name.lower() if get_language() in ("es", "fr") else name
