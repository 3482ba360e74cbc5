"""The fields by which something beside the content reaches readers, and their values as plain JSON.

A contributor's name counts whatever credit was agreed: the disclosure check looks for it in everything of theirs.
"""

from typing import Any

from django.db import models
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.models import Contributor, Organisation, Topic, Workshop

FILE = "file"
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def shown_models() -> dict[type[Model], tuple[str, ...]]:
    """The models whose rows content shows, each with the fields of which readers see something."""
    return {
        get_image_model(): (FILE, "title", "description", *FOCAL_POINT),
        get_document_model(): (FILE,),
        Contributor: ("full_name", "first_name", "role", "region", "organisation"),
        Topic: ("name", "names"),
        Workshop: ("title", "starts_on", "ends_on", "place", "description", "organisations"),
        Organisation: ("name", "country", "website"),
    }


def shown_fields(row: Model) -> tuple[str, ...]:
    """The fields of `row` that readers see something of; none for what no content shows."""
    return shown_models().get(type(row), ())


def field_of(row: Model, name: str) -> Any:
    return row._meta.get_field(name)


def value_of(row: Model, name: str) -> Any:
    """The value as JSON keeps it: a file by its name, another row or several by their keys, a day as a text."""
    field = field_of(row, name)
    if field.many_to_many:
        return sorted(one.pk for one in getattr(row, name).all()) if row.pk else []
    if isinstance(field, models.FileField):
        return getattr(row, name).name or ""
    value = getattr(row, field.attname)
    if isinstance(field, models.DateField) and value:
        return field.to_python(value).isoformat()  # a row that was not read again may hold the text that was set
    return value


def values_of(row: Model, names: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The values of `names`, or of all fields that readers see something of."""
    return {name: value_of(row, name) for name in (shown_fields(row) if names is None else names)}


def set_value(row: Model, name: str, value: Any) -> None:
    """The inverse of `value_of`, for all but files."""
    field = field_of(row, name)
    if field.many_to_many:
        getattr(row, name).set(field.related_model._default_manager.filter(pk__in=value))
    else:
        setattr(row, field.attname, field.to_python(value) if field.remote_field is None else value)


def stored(row: Model) -> Any:
    """The row as the database has it, or None."""
    return type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None


def changed_fields(row: Model) -> list[str]:
    """Which of the fields that readers see differ from what the database has. A new row has changed nothing."""
    before = stored(row)
    if before is None:
        return []
    plain = [name for name in shown_fields(row) if not field_of(row, name).many_to_many]
    return [name for name in plain if value_of(row, name) != value_of(before, name) or is_uncommitted(row, name)]


def is_uncommitted(row: Model, name: str) -> bool:
    """Whether the field holds a file that was not stored yet: it may have the name of the one it replaces."""
    held: Any = getattr(row, name)
    return isinstance(held, FieldFile) and bool(held) and not held._committed  # type: ignore[attr-defined]
