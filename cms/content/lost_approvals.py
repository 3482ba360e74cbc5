"""Telling staff, in one message, of approvals that are of something else than what is there now."""

from collections.abc import Iterable
from textwrap import shorten

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cms.channels import Channel, channels
from cms.consent.lost_approvals import LostApproval
from cms.core.absolute_urls import absolute, link_to
from cms.jobs import runs
from cms.models import Approval
from cms.notifications import notify
from cms.users.models import User

# More than these are not named one by one in a message: the page lists them.
MOST_NAMED = 20
MOST_CHANGES, MOST_LETTERS = 3, 160


def compare_all() -> bool:
    """Compare a slice of the approvals in doubt of every channel; whether there may be more."""
    more = [channel.compare_approvals() for channel in channels()]
    return any(more)


def tell_lost_approvals() -> int:
    """Tell those who approved, and those who may approve, of what was lost since the last message; how many left."""
    untold = Approval.objects.filter(lost_at__isnull=False, told_at__isnull=True)
    keys = set(untold.values_list("pk", flat=True))
    if not keys or not runs.may_send_notices():
        return 0
    found = [(channel, lost) for channel in channels() for lost in channel.lost_approvals() if lost.approval.pk in keys]
    approvers = {lost.approval.by_id for _channel, lost in found}
    count, told = 0, set[int]()
    for user in User.objects.filter(Q(is_active=True) & ~Q(email="")):
        theirs = [lost for channel, lost in found if user.has_perm(channel.approve_permission)]
        if user.pk in approvers:
            theirs = theirs or [lost for _channel, lost in found if lost.approval.by_id == user.pk]
        if theirs and _tell(user, theirs):
            count += 1
            told |= {lost.approval.pk for lost in theirs}
    # What is gone or decided meanwhile needs no message.
    there = {lost.approval.pk for _channel, lost in found}
    Approval.objects.filter(pk__in=told | (keys - there)).update(told_at=timezone.now())
    return count


def _tell(user: User, found: list[LostApproval]) -> bool:
    with override(settings.LANGUAGE_CODE):
        subject = ngettext(
            "One approval no longer counts: look and approve again",
            "%(count)d approvals no longer count: look and approve again",
            len(found),
        ) % {"count": len(found)}
        text = "\n\n".join(
            [
                _("Something that readers would see changed after it was approved. It waits to be approved again:"),
                *map(_line, found[:MOST_NAMED]),
                *_others(len(found) - MOST_NAMED),
                _("See what differs, and approve again one by one or all whose look alone changed:")
                + f"\n{link_to('lost_approvals')}",
            ]
        )
        return notify(user.email, subject, f"{text}\n")


def _others(count: int) -> Iterable[str]:
    if count > 0:
        yield ngettext("And %(count)d more.", "And %(count)d more.", count) % {"count": count}


def _line(lost: LostApproval) -> str:
    when = date_format(timezone.localtime(lost.at), "SHORT_DATETIME_FORMAT") if lost.at else ""
    parts = (lost.label, when, what_differs(lost), *_changes(lost), absolute(lost.url))
    return "\n".join(part for part in parts if part)


def _changes(lost: LostApproval) -> Iterable[str]:
    """The lines that differ. Of words only those that would go out now: the others may have been taken back."""
    for difference in lost.differences:
        for before, after in difference.changes[:MOST_CHANGES]:
            new = shorten(after, MOST_LETTERS, placeholder="…") or "–"
            if difference.part == "words":
                yield _("It says now: %(words)s") % {"words": new}
            else:
                yield f"{shorten(before, MOST_LETTERS, placeholder='…') or '–'} → {new}"


def what_differs(lost: LostApproval) -> str:
    """In one line: which parts are not as they were approved, and what stands in the way."""
    if lost.is_look_only:
        return _("Only the look changed.")
    parts = ", ".join(str(difference.label) for difference in lost.differences)
    changed = _("Changed: %(parts)s.") % {"parts": parts} if parts else ""
    return f"{changed} {lost.problem}".strip()


def channel_of(name: str) -> Channel | None:
    """The channel with this name."""
    return next((channel for channel in channels() if channel.name == name), None)
