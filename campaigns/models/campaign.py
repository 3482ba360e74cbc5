"""A campaign: what about, when, where, and how it fills itself."""

import zoneinfo
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from campaigns.models.account import Account
from cms.models import Topic
from media.text.fields import KeptCharField


def default_time_zone() -> str:
    return settings.TIME_ZONE


def time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


hashtags = RegexValidator(
    r"^\s*(#\w+(\s+#\w+)*)?\s*$", _("Write each hashtag with # and without spaces or hyphens: #MujeresQueLideran.")
)


class Campaign(ClusterableModel):
    """A run of posts on some topics, between two dates, on weekly slots."""

    name = KeptCharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True, editable=False, help_text="utm_campaign of its links.")
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, help_text=_("They take turns. Empty means all of them.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="es")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone"), max_length=60, choices=time_zones, default=default_time_zone)
    accounts = ParentalManyToManyField(Account, verbose_name=_("accounts"), related_name="campaigns")
    hashtags = KeptCharField(
        _("hashtags"), max_length=160, blank=True, validators=[hashtags], help_text=_("For example: #NosTocaLiderar")
    )
    cooldown_days = models.PositiveSmallIntegerField(
        _("days of rest for each person"),
        default=14,
        validators=[MaxValueValidator(365)],
        help_text=_("The same person does not appear again before this many days, in any campaign."),
    )
    allows_sensitive = models.BooleanField(
        _("may use sensitive items"), default=False, help_text=_("Only those that a second person approved.")
    )
    is_paused = models.BooleanField(_("paused"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    panels: ClassVar = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]), FieldPanel("time_zone")],
            heading=_("When"),
        ),
        InlinePanel("slots", heading=_("Weekly slots"), label=_("slot"), min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldPanel("language"),
                FieldPanel("cooldown_days"),
                FieldPanel("allows_sensitive"),
            ],
            heading=_("What about"),
        ),
        MultiFieldPanel(
            [FieldPanel("accounts", widget=CheckboxSelectMultiple), FieldPanel("hashtags")], heading=_("Where")
        ),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar = ["-starts_on", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            base = slugify(self.name)[:50] or "campaign"
            taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
            free = (slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
            self.slug = next(free)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


def has_ended(campaign: Campaign, at: datetime) -> bool:
    """Whether its last day is over, in its own time zone."""
    return at.astimezone(campaign.zone).date() > campaign.ends_on


class Slot(models.Model):
    """One hour of the week at which the campaign posts."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices, default=Weekday.TUESDAY)
    time = models.TimeField(_("hour"), default="09:00")

    panels: ClassVar = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("time")])]

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering: ClassVar = ["weekday", "time"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "weekday", "time"], name="one_slot_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.time:%H:%M}"


class Pause(models.Model):
    """Everything stands still from `began_at` until `ended_at`. Take-downs go on."""

    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("pause")
        ordering: ClassVar = ["-began_at"]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"

    @classmethod
    def is_on(cls) -> bool:
        """Whether everything is paused now."""
        return cls.objects.filter(ended_at__isnull=True).exists()
