"""The languages in which content can be written, as Wagtail's Locale rows."""

from typing import Any

from django.conf import settings
from wagtail.models import Locale


def ensure_locales(using: str = "default", **_: Any) -> None:
    """Create the missing locale of each content language. None is ever removed: content may be written in it."""
    locales = Locale.objects.using(using)
    existing = set(locales.values_list("language_code", flat=True))
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        if code not in existing:
            locales.create(language_code=code)
