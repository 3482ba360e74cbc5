"""The lists of content: what it is, whose, how it stands, and where it may go. Rows add no queries."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import IndexView

from cms.admin.content.status import credit_of
from cms.channels import uses_of
from cms.consent.gate import Use, cleared
from cms.core.csv_escape import harmless
from cms.models import Content, Item, Topic, Translation, Workshop
from cms.search.backend import matching_words_or_prefixes

STATES = [
    ("live", _("Published")),
    ("changed", _("Published, with changes")),
    ("review", _("In review")),
    ("draft", _("Draft")),
    ("withdrawn", _("Withdrawn")),
    ("archived", _("Archived")),
]


def state_of(content: Any) -> str:
    """Where a listed `Content` is on its way: one of STATES."""
    if content.item.is_withdrawn:
        return "withdrawn"
    if content.item.archived_at is not None:
        return "archived"
    if content.is_in_review:
        return "review"
    if not content.live:
        return "draft"
    return "changed" if content.has_unpublished_changes else "live"


def with_standing(contents: QuerySet[Any]) -> QuerySet[Any]:
    """All that a row shows, in a fixed number of queries."""
    now = timezone.now()
    reviews = WorkflowState.objects.filter(
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type__app_label="cms",
        base_content_type__model=contents.model._meta.model_name,
    )
    ways = {
        f"goes_to_{use.value}": Exists(
            cleared(Item.objects.all(), use, now).filter(translation_key=OuterRef("translation_key"))
        )
        for use in Use
    }
    return (
        contents.select_related(
            "locale", "latest_revision", "item__workshop", "item__consent__contributor__organisation"
        )
        .prefetch_related("topics", "item__consent__terms")
        .annotate(is_in_review=Exists(reviews), **ways)
    )


class StateColumn(Column):
    cell_template_name = "cms/admin/content/state_cell.html"

    def get_value(self, instance: Any) -> dict[str, Any]:
        state = state_of(instance)
        return {"state": state, "label": dict(STATES)[state], "is_sensitive": instance.item.is_sensitive}


class WaysColumn(Column):
    cell_template_name = "cms/admin/content/ways_cell.html"

    def get_value(self, instance: Any) -> list[dict[str, Any]]:
        return [
            {"use": use.value, "label": use.label, "is_cleared": getattr(instance, f"goes_to_{use.value}")}
            for use in uses_of(instance.kind)
        ]


class ContentFilterSet(WagtailFilterSet):
    """Every filter goes through the key, so that it also works on search results."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="by_state", widget=RadioSelect, empty_label=_("All")
    )
    topic = django_filters.ModelMultipleChoiceFilter(
        label=_("Topic"), queryset=Topic.objects.all(), method="by_topic", widget=CheckboxSelectMultiple
    )
    workshop = django_filters.ModelMultipleChoiceFilter(
        label=_("Workshop"), queryset=Workshop.objects.all(), method="by_workshop", widget=CheckboxSelectMultiple
    )
    goes_to = django_filters.ChoiceFilter(
        label=_("May go to"), choices=Use.choices, method="by_use", widget=RadioSelect, empty_label=_("All")
    )
    sensitive = django_filters.BooleanFilter(label=_("Sensitive"), method="by_sensitive", widget=BooleanRadioSelect)
    collected = django_filters.BooleanFilter(
        label=_("Left at a workshop, not looked through"), method="by_collected", widget=BooleanRadioSelect
    )

    behind = django_filters.BooleanFilter(
        label=_("Original changed after the translation"), method="by_behind", widget=BooleanRadioSelect
    )

    def by_state(self, contents: QuerySet[Any], _name: str, state: str) -> QuerySet[Any]:
        rows = with_standing(self._all())
        standing = rows.filter(item__withdrawn_at__isnull=True)
        chosen = {
            "withdrawn": rows.filter(item__withdrawn_at__isnull=False),
            "archived": rows.filter(item__archived_at__isnull=False),
            "review": standing.filter(is_in_review=True),
            "draft": standing.filter(is_in_review=False, live=False),
            "changed": standing.filter(is_in_review=False, live=True, has_unpublished_changes=True),
            "live": standing.filter(is_in_review=False, live=True, has_unpublished_changes=False),
        }
        return self._among(contents, chosen[state])

    def by_topic(self, contents: QuerySet[Any], _name: str, topics: Iterable[Topic]) -> QuerySet[Any]:
        return self._among(contents, self._all().filter(topics__in=topics)) if topics else contents

    def by_workshop(self, contents: QuerySet[Any], _name: str, workshops: Iterable[Workshop]) -> QuerySet[Any]:
        return self._among(contents, self._all().filter(item__workshop__in=workshops)) if workshops else contents

    def by_use(self, contents: QuerySet[Any], _name: str, use: str) -> QuerySet[Any]:
        keys = cleared(Item.objects.all(), Use(use), timezone.now()).values("translation_key")
        return self._among(contents, self._all().filter(translation_key__in=keys))

    def by_sensitive(self, contents: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        return self._among(contents, self._all().filter(item__is_sensitive=value))

    def by_collected(self, contents: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        fresh = self._all().filter(item__captured__isnull=False, live=False, latest_revision__user__isnull=True)
        return self._among(contents, fresh if value else self._all().exclude(pk__in=fresh.values("pk")))

    def by_behind(self, contents: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        made_of = Translation.objects.filter(item=OuterRef("item__pk"), locale=OuterRef("locale"), is_behind=True)
        return self._among(contents, self._all().filter(Exists(made_of) if value else ~Exists(made_of)))

    def _all(self) -> QuerySet[Any]:
        return self._meta.model._default_manager.all()

    @staticmethod
    def _among(contents: QuerySet[Any], chosen: QuerySet[Any]) -> QuerySet[Any]:
        return contents.filter(pk__in=chosen.values("pk"))


class ContentIndexView(IndexView):
    list_export: ClassVar = [
        "headline", "language", "state", "credit", "workshop", "topics",
        "goes_to_web", "goes_to_newsletter", "goes_to_social", "first_published_at",
    ]  # fmt: skip
    export_headings: ClassVar = {
        "headline": _("Headline"),
        "language": _("Language"),
        "state": _("State"),
        "credit": _("Named as"),
        "workshop": _("Workshop"),
        "topics": _("Topics"),
        "goes_to_web": _("May go to the website"),
        "goes_to_newsletter": _("May go to the monthly email"),
        "goes_to_social": _("May go to social networks"),
        "first_published_at": _("First published"),
    }

    # What people say comes from strangers' phones and reports.
    custom_field_preprocess: ClassVar = {
        field: {IndexView.FORMAT_CSV: lambda value: harmless(str(value)) if value else ""}
        for field in ("headline", "credit", "workshop", "topics")
    }

    # What only this kind has to show, behind its name.
    own_columns: ClassVar[list[Column]] = []

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = with_standing(super().get_base_queryset())
        # What is archived is seen by who asks for it.
        if self.request.GET.get("state") == "archived":
            return rows
        shown = self.model._default_manager.filter(item__archived_at=None)
        return rows.filter(pk__in=shown.values("pk"))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.filter(matching_words_or_prefixes(self.model, self.search_query))
            if self.is_searching
            else queryset
        )

    @cached_property
    def list_display(self) -> list[Any]:
        columns: list[Any] = ["__str__"]
        if hasattr(self.model, "Type"):
            columns.append(Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"))
        columns += self.own_columns
        return [
            *columns,
            Column("topics", label=_("Topics"), accessor=topic_names),
            Column("credit", label=_("Named as"), accessor=named_as),
            Column("language", label=_("Language"), accessor="locale"),
            StateColumn("state", label=_("State")),
            WaysColumn("ways", label=_("May go to")),
            DateColumn(
                "_updated_at",
                label=_("Updated"),
                accessor="latest_revision.created_at",
                sort_key="latest_revision__created_at",
            ),
        ]

    def to_row_dict(self, item: Content) -> dict[str, Any]:
        values = {
            "headline": str(item),
            "language": item.language,
            "state": dict(STATES)[state_of(item)],
            "credit": named_as(item),
            "workshop": item.item.workshop,
            "topics": topic_names(item),
        }
        return {name: values[name] if name in values else getattr(item, name) for name in self.list_export}


def topic_names(content: Content) -> str:
    return ", ".join(topic.name for topic in content.topics.all())


def named_as(content: Content) -> Any:
    """The credit as readers see it; in lists, why there is none."""
    if not content.item.has_person:
        return _("Nobody's")
    return credit_of(content.item, content.language) or _("No consent")
