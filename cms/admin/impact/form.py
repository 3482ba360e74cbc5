"""What the report is asked about: a period, and all of it or one campaign, topic or organisation."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.channels import channels
from cms.impact.period import Period, month_before, month_of, quarter_of, year_of
from cms.imports import cell_values
from cms.models import Organisation, Topic

FIRST_YEAR, LAST_YEAR = 2000, 2100


class NamedPeriod(TextChoices):
    """The periods that people ask for by name."""

    MONTH = "month", _("This month")
    LAST_MONTH = "last-month", _("Last month")
    QUARTER = "quarter", _("This quarter")
    YEAR = "year", _("This year")
    DATES = "dates", _("Other dates")


PERIODS = {
    NamedPeriod.MONTH: month_of,
    NamedPeriod.LAST_MONTH: month_before,
    NamedPeriod.QUARTER: quarter_of,
    NamedPeriod.YEAR: year_of,
}


class TypedDateField(forms.DateField):
    """A day as people type it: 1/3/2026, 01-03-2026, 1.3.2026 or 2026-03-01."""

    def to_python(self, value: Any) -> date | None:
        known = cell_values.day(value) if isinstance(value, str) else None
        day = known or super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Write a year between 2000 and 2100."))
        return day


class ImpactForm(forms.Form):
    """All of it may be left out: this year, and everything."""

    period = forms.ChoiceField(label=_("Period"), choices=NamedPeriod.choices, required=False)
    first = TypedDateField(label=pgettext_lazy("first day", "From"), required=False, widget=AdminDateInput)
    last = TypedDateField(label=pgettext_lazy("last day", "To"), required=False, widget=AdminDateInput)
    campaign = forms.TypedChoiceField(label=_("Campaign"), required=False, coerce=int, empty_value=None)
    topic = forms.ModelChoiceField(
        Topic.objects.order_by("name"), label=_("Topic"), required=False, empty_label=_("All topics")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=_("Organisation"),
        required=False,
        empty_label=_("All organisations"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaigns = dict(campaign for channel in channels() for campaign in channel.campaigns())
        choices = [("", _("Everything")), *self.campaigns.items()]
        self.fields["campaign"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("period") == NamedPeriod.DATES:
            first, last = given.get("first"), given.get("last")
            for name in ("first", "last"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Write a day, for example 31/12/2026."))
            if first and last and last < first:
                self.add_error("last", _("The last day is before the first."))
        return given

    @property
    def chosen_period(self) -> Period:
        """The days asked for; only of a form that is valid."""
        name = NamedPeriod(self.cleaned_data["period"] or NamedPeriod.YEAR)
        if name == NamedPeriod.DATES:
            return Period(self.cleaned_data["first"], self.cleaned_data["last"])
        return PERIODS[name](timezone.localdate())

    @property
    def about(self) -> str:
        """What it was narrowed to, as the report says it; empty where it is about everything."""
        chosen = [
            (self.fields["campaign"].label, self.campaigns.get(self.cleaned_data["campaign"])),
            (self.fields["topic"].label, self.cleaned_data["topic"]),
            (self.fields["organisation"].label, self.cleaned_data["organisation"]),
        ]
        return " · ".join(f"{label}: {value}" for label, value in chosen if value)
