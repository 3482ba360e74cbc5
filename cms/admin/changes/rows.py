"""A request as the screens show it: before and after, side by side."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.content.shown.fields import FILE, FOCAL_POINT, field_of
from cms.content.shown.places import ShownIn, edit_url, shown_in
from cms.i18n.language_names import language_name
from cms.models import ChangeRequest

EMPTY = "–"


@dataclass(frozen=True)
class Difference:
    """One field. Of a picture, both are images; of a document, links to the files."""

    label: str
    before: str = EMPTY
    after: str = EMPTY
    images: tuple[Any, Any] | None = None
    files: tuple[Any, Any] | None = None


@dataclass(frozen=True)
class ChangeRow:
    """One request with all that a person needs to decide."""

    request: ChangeRequest
    kind: str
    label: str
    url: str
    differences: list[Difference]
    shown: ShownIn
    places: list[tuple[str, str]]


def row_of(request: ChangeRequest) -> ChangeRow:
    target = request.target
    seen = shown_in(target)
    return ChangeRow(
        request,
        capfirst(str(target._meta.verbose_name)),
        str(target),
        url_of(target),
        differences(request),
        seen,
        [(content.headline, edit_url(content)) for content in seen.contents],
    )


def url_of(target: Any) -> str:
    """Where it is edited."""
    if isinstance(target, get_image_model()):
        return reverse("wagtailimages:edit", args=[target.pk])
    if isinstance(target, get_document_model()):
        return reverse("wagtaildocs:edit", args=[target.pk])
    try:
        return reverse(target.snippet_viewset.get_url_name("edit"), args=[target.pk])
    except NoReverseMatch:
        return ""


def differences(request: ChangeRequest) -> list[Difference]:
    """What would change, a picture or file first."""
    target = request.target
    found: list[Difference] = []
    if FILE in request.before:
        found.append(_file(request))
    for name, after in request.proposed.items():
        before = request.before.get(name)
        if name in FOCAL_POINT:
            continue
        if isinstance(after, dict):
            found += _texts(target, name, before or {}, after)
        else:
            found.append(Difference(_label(target, name), _shown(target, name, before), _shown(target, name, after)))
    if set(FOCAL_POINT) & set(request.proposed):
        found.append(Difference(_("What stays in sight"), _point(request.before), _point(request.proposed)))
    return found


def _file(request: ChangeRequest) -> Difference:
    if isinstance(request.target, get_image_model()):
        return Difference(_("Picture"), images=(request.target, request.image))
    return Difference(_("File"), files=(request.target, request.document))


def _texts(target: Any, name: str, before: dict[str, str], after: dict[str, str]) -> list[Difference]:
    """A text in several languages, one line for each that differs."""
    return [
        Difference(f"{_label(target, name)}: {language_name(code)}", before.get(code, EMPTY), after.get(code, EMPTY))
        for code in sorted(before.keys() | after.keys())
        if before.get(code) != after.get(code)
    ]


def _label(target: Any, name: str) -> str:
    return capfirst(str(field_of(target, name).verbose_name))


def _shown(target: Any, name: str, value: Any) -> str:
    """A value as people read it."""
    field = field_of(target, name)
    if value in (None, "", []):
        return EMPTY
    if field.many_to_many:
        return ", ".join(str(row) for row in field.related_model._default_manager.filter(pk__in=value))
    if field.remote_field is not None:
        return str(field.related_model._default_manager.filter(pk=value).first() or EMPTY)
    day = parse_date(value) if field.get_internal_type() == "DateField" else None
    return date_format(day) if day else str(value)


def _point(values: dict[str, Any]) -> str:
    x, y = values.get("focal_point_x"), values.get("focal_point_y")
    return EMPTY if x is None or y is None else f"{x} × {y}"
