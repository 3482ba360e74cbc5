"""Build the drafts of editions when they are due, or later if the machine was off, and notify reviewers once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.absolute_urls import link_to
from cms.jobs import runs
from cms.jobs.incidents import report_incident
from cms.models import Incident
from cms.notifications import notify
from newsletter.editions.compose import NothingClearedError, ThinMonthError, compose_edition
from newsletter.editions.send_times import month_to_build
from newsletter.models import Edition, Recipe


def build_due_editions(now: datetime) -> list[Edition]:
    """Build the drafts that are due and not there. Safe to run at any time, twice, and by two workers at once."""
    built = []
    for recipe in Recipe.objects.filter(is_active=True).select_related("audience"):
        zone = ZoneInfo(recipe.time_zone)
        month = month_to_build(now, recipe.day, recipe.hour, recipe.build_days_before, zone)
        # A month that staff cancelled is not built again behind their back.
        if month is None or Edition.objects.filter(recipe=recipe, month=month).exists():
            continue
        edition = _build(recipe, month)
        if edition:
            built.append(edition)
    return built


def _build(recipe: Recipe, month: date) -> Edition | None:
    key = f"thin:{recipe.pk}:{month:%Y-%m}"
    try:
        with override(settings.LANGUAGE_CODE):
            edition, created = compose_edition(recipe, month)
    except (NothingClearedError, ThinMonthError) as error:
        # It is tried again every minute, since staff may publish more; they are told once.
        if not Incident.objects.filter(key=key).exists():
            with override(settings.LANGUAGE_CODE):
                _tell_thin(recipe, month, key, str(error))
        return None
    Incident.objects.filter(key=key, resolved_at__isnull=True).update(resolved_at=timezone.now())
    return edition if created else None


def _tell_thin(recipe: Recipe, month: date, key: str, reason: str) -> None:
    label = date_format(month, "YEAR_MONTH_FORMAT")
    sentence = _("The edition “%(recipe)s” of %(month)s was not built.") % {"recipe": recipe.name, "month": label}
    report_incident(
        key,
        f"{sentence} {reason}",
        _("Publish more content that may go out by email: the draft then builds itself."),
        reverse("recipes:edit", args=[recipe.pk]),
    )
    if not runs.may_send_notices():
        return  # the incident says the same
    for reviewer in recipe.reviewers.filter(is_active=True).exclude(email=""):
        greeting = _("Hello %(name)s,") % {"name": reviewer.get_short_name() or reviewer}
        notify(reviewer.email, sentence, f"{greeting}\n\n{sentence} {reason}\n")


def tell_reviewers() -> int:
    """Notify the reviewers of new drafts; how many were notified. A draft is marked before its mail is sent."""
    told = 0
    drafts = Edition.objects.filter(
        state=Edition.State.DRAFT, recipe__isnull=False, reviewers_told_at__isnull=True
    ).select_related("recipe", "audience")
    if drafts and not runs.may_send_notices():
        return 0
    for edition in drafts:
        is_mine = Edition.objects.filter(pk=edition.pk, reviewers_told_at__isnull=True).update(
            reviewers_told_at=timezone.now()
        )
        if is_mine and edition.recipe:
            with override(settings.LANGUAGE_CODE):
                told += sum(_tell_reviewer(edition, user) for user in edition.recipe.reviewers.filter(is_active=True))
    return told


def _tell_reviewer(edition: Edition, reviewer: object) -> bool:
    email = getattr(reviewer, "email", "")
    if not email:
        return False
    month = date_format(edition.month, "YEAR_MONTH_FORMAT")
    send_at = date_format(timezone.localtime(edition.send_at), "DATETIME_FORMAT") if edition.send_at else ""
    lines = [
        _("Hello %(name)s,") % {"name": getattr(reviewer, "get_short_name", str)() or reviewer},
        _("The draft of “%(audience)s” for %(month)s is ready to be reviewed.")
        % {"audience": edition.audience.name, "month": month},
        link_to("newsletter_edition", edition.pk),
    ]
    if send_at:
        lines.insert(
            2, _("Once approved it goes out on %(when)s. Without approval it is not sent.") % {"when": send_at}
        )
    subject = _("To review: %(audience)s, %(month)s") % {"audience": edition.audience.name, "month": month}
    return notify(email, subject, "\n\n".join(lines) + "\n")
