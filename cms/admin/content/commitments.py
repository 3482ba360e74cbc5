"""The list of commitments: who promised, by when, and what is overdue."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from cms.admin.content.list import ContentFilterSet, ContentIndexView, named_as
from cms.models import Commitment
from cms.models.kinds.commitment import overdue


class DueColumn(DateColumn):
    """The day, and whether it has passed without anybody saying how it went."""

    cell_template_name = "cms/admin/content/due_cell.html"


class CommitmentFilterSet(ContentFilterSet):
    how_it_went = django_filters.ChoiceFilter(
        label=_("How it went"),
        choices=Commitment.State.choices,
        method="by_how_it_went",
        widget=RadioSelect,
        empty_label=_("All"),
    )
    overdue = django_filters.BooleanFilter(label=_("Overdue"), method="by_overdue", widget=BooleanRadioSelect)

    def by_how_it_went(self, contents: QuerySet[Any], _name: str, state: str) -> QuerySet[Any]:
        return self._among(contents, self._all().filter(state=state))

    def by_overdue(self, contents: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        late = self._all().filter(overdue(timezone.localdate()))
        return self._among(contents, late if value else self._all().exclude(pk__in=late.values("pk")))


def promised_by(content: Any) -> Any:
    return content.organisation or named_as(content)


class CommitmentIndexView(ContentIndexView):
    own_columns: ClassVar[list[Column]] = [
        Column("promised_by", label=_("Promised by"), accessor=promised_by),
        DueColumn("due_on", label=_("By when"), sort_key="due_on"),
        Column("how_it_went", label=_("How it went"), accessor="get_state_display", sort_key="state"),
    ]

    @cached_property
    def list_display(self) -> list[Any]:
        """Who promised stands in the place of who is named, and topics leave room for the days."""
        return [column for column in super().list_display if getattr(column, "name", "") not in ("topics", "credit")]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("organisation")
