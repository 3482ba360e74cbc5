"""Commitments: what somebody promised."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.models.content import Content
from cms.models.items import Kind
from media.text.fields import KeptCharField, KeptTextField


class Commitment(Content):
    """What a person, or an organisation, promised to do, by when, and how it went.

    Who promised is the item's contributor, whose consent covers being named with it, or an organisation.
    """

    kind = Kind.COMMITMENT
    nobodys = _("An organisation's, or the whole group's: no person recognisable")
    shared_fields = ("organisation", "due_on", "state", "state_on")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a commitment", "Open")
        KEPT = "kept", pgettext_lazy("state of a commitment", "Kept")
        PARTLY = "partly", pgettext_lazy("state of a commitment", "Kept in part")
        DROPPED = "dropped", pgettext_lazy("state of a commitment", "Dropped")

    title = KeptCharField(_("what was promised"), max_length=240)
    summary = KeptTextField(_("how"), blank=True, help_text=_("With whom, where, and how one will know it is done."))
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation that promised"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Leave it empty where a person promised, and say below who."),
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    state_on = models.DateField(
        _("since when"), null=True, blank=True, help_text=_("The day on which it was kept or dropped.")
    )
    outcome = KeptTextField(_("how it went"), blank=True)

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("outcome"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("state"),
        index.FilterField("due_on"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    @classmethod
    def loaded_with(cls) -> tuple[str, ...]:
        return (*super().loaded_with(), "organisation")

    @property
    def gist(self) -> str:
        return self.outcome or self.summary

    def texts(self) -> dict[str, str]:
        return {
            "title": self.title,
            "summary": self.summary,
            "outcome": self.outcome,
            "organisation": self.organisation.name if self.organisation else "",
            "due_on": self.due_on.isoformat() if self.due_on else "",
            "state": self.state,
            "state_on": self.state_on.isoformat() if self.state_on else "",
        }

    def lacking(self, *, has_person: bool) -> dict[str, str]:
        missing = {}
        if not has_person and not self.organisation_id:
            missing["organisation"] = gettext("Say who promised it: an organisation, or a person.")
        if self.state != self.State.OPEN and not self.state_on:
            missing["state_on"] = gettext("Say on which day it was kept or dropped.")
        return missing

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and nobody said how it went."""
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today

    @property
    def is_late(self) -> bool:
        return self.is_overdue(timezone.localdate())


def overdue(today: date) -> models.Q:
    """`is_overdue` as a condition in a query over commitments."""
    return models.Q(state=Commitment.State.OPEN, due_on__lt=today)
