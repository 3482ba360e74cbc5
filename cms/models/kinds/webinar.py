"""Webinars."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core.text import html_to_lines
from cms.models.content import Content
from cms.models.items import Kind, Voice
from media.text.fields import KeptCharField, KeptRichTextField, KeptTextField, KeptURLField


def time_zones() -> list[tuple[str, str]]:
    """Those of IANA that name a place: https://www.iana.org/time-zones"""
    zones = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ")) for name in sorted(zones)]


def default_time_zone() -> str:
    return settings.TIME_ZONE


def check_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


class Webinar(Content):
    """An online meeting at an hour, which is that of its own time zone: as it was announced.

    The link to join is kept for those who register, and is no part of what readers see.
    """

    kind = Kind.WEBINAR
    usual_voice = Voice.NOBODY
    nobodys = _("Nobody's: there are no words and no face of anybody in it")
    shared_fields = ("starts_on", "starts_at", "minutes", "time_zone", "begins_at", "join_link", "recording")

    title = KeptCharField(_("title"), max_length=160)
    summary = KeptTextField(_("summary"), help_text=_("What it is about, and for whom. Two or three sentences."))
    starts_on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("hour"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(24 * 60)]
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=default_time_zone,
        validators=[check_time_zone],
        help_text=_("Day and hour are those of this place."),
    )
    # Worked out of the three above, for queries.
    begins_at = models.DateTimeField(null=True, blank=True, editable=False)
    speakers = KeptTextField(_("speakers"), blank=True, help_text=_("One on each line, as they are to be named."))
    body = KeptRichTextField(_("text"), blank=True)
    join_link = KeptURLField(
        _("link to join"),
        max_length=500,
        blank=True,
        help_text=_("Only the team sees it: it is on no page, in no email and no post. Keep it for who registers."),
    )
    materials = KeptRichTextField(_("materials"), blank=True, help_text=_("Links to what is shown or read in it."))
    recording = KeptURLField(_("recording"), max_length=500, blank=True, help_text=_("Everybody sees this link."))

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("speakers"),
        index.SearchField("body"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("begins_at"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("webinar")
        verbose_name_plural = _("webinars")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.begins_at = self.begins
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "begins_at"}
        super().save(*args, **kwargs)

    @property
    def begins(self) -> datetime | None:
        """When it begins, in its own time zone; None while nobody said."""
        if self.starts_on is None or self.starts_at is None:
            return None
        return datetime.combine(self.starts_on, self.starts_at, tzinfo=ZoneInfo(self.time_zone))

    @property
    def ends(self) -> datetime | None:
        # Through UTC, so that an hour in which the clocks change is as long as any other.
        if self.begins is None:
            return None
        return (self.begins.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.begins.tzinfo)

    @property
    def speakers_named(self) -> list[str]:
        return [line.strip() for line in self.speakers.splitlines() if line.strip()]

    @classmethod
    def over(cls, at: datetime) -> models.Q:
        return models.Q(begins_at__lte=at, recording="")

    @property
    def gist(self) -> str:
        return self.summary

    @property
    def long_text(self) -> str:
        return str(self.body)

    def texts(self) -> dict[str, str]:
        return {
            "title": self.title,
            "summary": self.summary,
            "speakers": self.speakers,
            "body": html_to_lines(self.body),
            "materials": html_to_lines(self.materials),
            "recording": self.recording,
            "starts_on": self.starts_on.isoformat() if self.starts_on else "",
            "starts_at": self.starts_at.isoformat() if self.starts_at else "",
            "minutes": str(self.minutes),
            "time_zone": self.time_zone,
        }

    def lacking(self, *, has_person: bool) -> dict[str, str]:
        missing = {}
        if self.starts_on is None:
            missing["starts_on"] = gettext("Say on which day it is.")
        if self.starts_at is None:
            missing["starts_at"] = gettext("Say at what hour it begins.")
        return missing
