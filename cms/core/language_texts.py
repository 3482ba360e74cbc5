"""One text in several languages of readers, in one column."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.text.fields import KeptJSONField


def other_languages() -> list[str]:
    """The languages of readers besides the site's own, whose text has a column of its own and can be searched."""
    return [code for code in settings.READER_LANGUAGES if code != settings.LANGUAGE_CODE]


class LanguageTextsField(KeptJSONField):
    """A text in the other languages, as `{language: text}`. A language without one reads the site's."""

    def __init__(self, *args: Any, max_length: int = 120, **options: Any) -> None:
        merged: dict[str, Any] = {"default": dict, "blank": True, "max_length": max_length} | options
        super().__init__(*args, **merged)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(_("Write one text for each language."))
        if unknown := value.keys() - set(settings.READER_LANGUAGES):
            raise ValidationError(_("Readers have no such language: %s.") % ", ".join(sorted(unknown)))
        if any(len(text) > (self.max_length or 0) for text in value.values()):
            raise ValidationError(_("This is longer than %d letters.") % self.max_length)


def text_in(language: str, text: str, texts: Mapping[str, str]) -> str:
    """The text that a reader of `language` sees: `text`, the site's, where `texts` has none for them."""
    return (texts.get(language) if language != settings.LANGUAGE_CODE else "") or text
