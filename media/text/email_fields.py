"""The model field and the form field of an email address: both give its one form, whoever writes it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from media.text.email_address import LONGEST, canonical_address, shown_address


def canonical_or_same(value: Any) -> Any:
    """The canonical form of `value`; what is none, as it is: a look-up then finds nothing."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return canonical_address(value)
    except ValidationError:
        return value


class EmailAddressFormField(forms.EmailField):
    """An address as people write it; domains outside ASCII are shown in their own letters."""

    # An input of type "email" refuses letters outside ASCII before "@".
    widget = forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"})
    default_validators = []  # as in Django

    def __init__(self, **options: Any) -> None:
        options["max_length"] = 4 * LONGEST
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        typed = forms.CharField.to_python(self, value)
        return canonical_address(typed) if typed else ""

    def prepare_value(self, value: Any) -> Any:
        return shown_address(value) if isinstance(value, str) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maximum length: it would be asked of the typed form."""
        return {}


class _CanonicalAttribute(DeferredAttribute):
    """Sets the canonical form, whoever sets it."""

    field: Any

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = canonical_or_same(value)

    def __delete__(self, instance: models.Model) -> None:
        """Deferred again, as with Django's own attribute."""
        del instance.__dict__[self.field.attname]


class EmailAddressField(models.EmailField):
    """An address in its canonical form: in the object, in the database and in what is looked up.

    What is no address is refused by forms and validation, and by the save itself (ValidationError).
    """

    descriptor_class: Any = _CanonicalAttribute
    default_validators = []  # as in Django

    def to_python(self, value: Any) -> Any:
        return canonical_address(value) if isinstance(value, str) and value else value

    def get_prep_value(self, value: Any) -> Any:
        return canonical_or_same(models.Field.get_prep_value(self, value))

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.to_python(value), connection)

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": EmailAddressFormField, **options})
