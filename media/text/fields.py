"""Model fields that hold text only in its kept form: in the object, in the database and in what is looked up.

The form is applied when a value is set on an object (by a form, an API, an import, a restored revision, a loaded row)
and when one is written or looked up by a query. `tests/test_kept_text.py` walks the models for fields that are not one
of these.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from wagtail.fields import RichTextField

from media.text.kept import kept, kept_markup, kept_value


class _KeptAttribute(DeferredAttribute):
    """Sets the kept form, whoever sets it."""

    field: Any

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.keep(value)

    def __delete__(self, instance: models.Model) -> None:
        """Deferred again, as with Django's own attribute."""
        del instance.__dict__[self.field.attname]


class KeptText:
    """What the fields below share, before a field of Django."""

    descriptor_class: Any = _KeptAttribute
    form: Callable[[str], str] = staticmethod(kept)

    def keep(self, value: Any) -> Any:
        """`value` in its kept form; expressions and None as they are."""
        return self.form(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        field: Any = super()
        return self.keep(field.to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        field: Any = super()
        return self.keep(field.get_prep_value(value))

    def formfield(self, **options: Any) -> Any:
        """A form field that asks length and emptiness of the kept form, which is what will be stored."""
        field: Any = super()
        made = field.formfield(**options)
        return _asking_of(self.form, made) if isinstance(made, forms.CharField) else made


def _asking_of(form: Callable[[str], str], field: forms.CharField) -> forms.CharField:
    as_typed = field.to_python
    field.to_python = lambda value: as_typed(form(value) if isinstance(value, str) else value)  # type: ignore[method-assign]
    return field


class KeptCharField(KeptText, models.CharField):
    """One line of plain text."""


class KeptTextField(KeptText, models.TextField):
    """Plain text."""


class KeptURLField(KeptText, models.URLField):
    """An address on the web."""


class KeptRichTextField(KeptText, RichTextField):
    """Rich text, as the editor stores it."""

    form = staticmethod(kept_markup)


class KeptJSONField(KeptText, models.JSONField):
    """Values of JSON: every text in them, at any depth."""

    def keep(self, value: Any) -> Any:
        return kept_value(value)

    def get_prep_value(self, value: Any) -> Any:
        return models.JSONField.get_prep_value(self, kept_value(value))

    def formfield(self, **options: Any) -> Any:
        return models.JSONField.formfield(self, **options)


class KeptFileField(models.FileField):
    """A file whose name is kept like any text. What is in it is not touched."""

    def generate_filename(self, instance: Any, filename: Any) -> str:
        return super().generate_filename(instance, kept(str(filename)))
