"""Which content that readers can open shows something, and who may change what it shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Model, Q, QuerySet, When
from django.urls import reverse
from wagtail.images import get_image_model

from cms.models import CONTENT_MODELS, Content, Contributor, Kind, Organisation, Topic, Workshop
from media.models import Brand

# How many are named where people are told.
NAMED = 5
MAY_CHANGE_BRAND = "media.change_brand"


@dataclass(frozen=True)
class ShownIn:
    """The live content that shows a row, in whatever languages: some of it, how many items, and of which kinds."""

    contents: tuple[Content, ...] = ()
    count: int = 0
    kinds: tuple[str, ...] = ()
    is_logo: bool = False

    def __bool__(self) -> bool:
        return bool(self.count) or self.is_logo

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.contents)


def live_contents(model: type[Content], row: Model) -> QuerySet[Any] | None:
    """The live content of one kind that shows `row`; None where that kind can show no such thing."""
    where = _where(model, row)
    if where is None:
        return None
    live = model._default_manager.filter(live=True, item__withdrawn_at__isnull=True, item__archived_at__isnull=True)
    return live.filter(where).distinct()


def shown_in(row: Model) -> ShownIn:
    """Where readers see `row`."""
    if row.pk is None:
        return ShownIn()
    contents: list[Content] = []
    kinds, count = [], 0
    for model in CONTENT_MODELS:
        found = live_contents(model, row)
        number = found.values("translation_key").distinct().count() if found is not None else 0
        if found is not None and number:
            kinds.append(str(model.kind))
            count += number
            contents += newest(found, NAMED - len(contents))
    return ShownIn(tuple(contents), count, tuple(kinds), is_logo(row))


def newest(found: QuerySet[Any], wanted: int) -> list[Content]:
    """The newest of them, each item once: in the site's language where it has that one."""
    languages = len(settings.LANGUAGES)
    own_first = Case(When(locale__language_code=settings.LANGUAGE_CODE, then=0), default=1)
    rows = found.order_by(own_first, "-first_published_at")[: wanted * languages]
    once: dict[Any, Content] = {}
    for content in rows:
        once.setdefault(content.translation_key, content)
    return list(once.values())[:wanted]


def is_logo(row: Model) -> bool:
    return isinstance(row, get_image_model()) and Brand.objects.filter(logo=row.pk).exists()


def may_change(user: Any, seen: ShownIn) -> bool:
    """Whether `user` may change what readers see there: who may publish all of it, and the brand for its logo."""
    publishes = all(user.has_perm(f"cms.publish_{kind}") for kind in seen.kinds)
    return publishes and (not seen.is_logo or user.has_perm(MAY_CHANGE_BRAND))


def may_change_wherever(user: Any, row: Model) -> bool:
    """Whether `user` may change `row` whatever shows it: told without looking for what does, on every save of staff."""
    publishes = all(user.has_perm(f"cms.publish_{kind.value}") for kind in Kind)
    return publishes and (user.has_perm(MAY_CHANGE_BRAND) or not is_logo(row))


def edit_url(content: Content) -> str:
    viewset: Any = type(content).snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[content.pk])


def _where(model: type[Content], row: Model) -> Q | None:
    if isinstance(row, Contributor):
        return Q(item__contributor=row) | Q(item__consent__contributor=row)
    if isinstance(row, Topic):
        return Q(topics=row)
    if isinstance(row, Workshop):
        return Q(item__workshop=row)
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.related_model is type(row)
    ]
    held = Q(pk__in=[])
    for name in names:
        held |= Q(**{name: row})
    if isinstance(row, Organisation):
        through_people = Q(item__contributor__organisation=row) | Q(item__consent__contributor__organisation=row)
        return held | through_people | Q(item__workshop__organisations=row)
    return held if names else None
