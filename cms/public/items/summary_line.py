"""The one line without which a title is not enough: when a webinar is, who promised, where a conversation goes on.

Pages, lists, emails and posts say it, each in its reader's language: call it inside `override_interface_language`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.models import Commitment, DiscussionGroup, Kind

Platform, State = DiscussionGroup.Platform, Commitment.State


def line_of(content: Any) -> str:
    """The line of a `Content`; empty where its title is enough."""
    line = LINES.get(content.kind)
    return line(content) if line else ""


def authors(resource: Any) -> str:
    return str(resource.authors)


def when(webinar: Any) -> str:
    """Day and hour as they were announced, and whose hour it is; empty while nobody said."""
    begins = webinar.begins
    if begins is None:
        return ""
    return _("%(day)s, %(hour)s, %(place)s time (%(offset)s)") % {
        "day": date_format(begins, "DATE_FORMAT"),
        "hour": begins.strftime("%H:%M"),
        "place": webinar.time_zone.rpartition("/")[2].replace("_", " "),
        "offset": offset_of(begins),
    }


def offset_of(moment: datetime) -> str:
    """How far its clock is from UTC: "UTC−5", "UTC+5:30"."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def platform(group: Any) -> str:
    """What readers call it; empty where nobody said which."""
    named = {Platform.EMAIL: _("Mailing list"), Platform.FORUM: _("Forum on the web"), Platform.OTHER: ""}
    return str(named.get(group.platform, group.get_platform_display()))


def state(commitment: Any) -> str:
    """How it went."""
    return {
        State.OPEN: pgettext("state of a commitment", "Open"),
        State.KEPT: pgettext("state of a commitment", "Kept"),
        State.PARTLY: pgettext("state of a commitment", "Kept in part"),
        State.DROPPED: pgettext("state of a commitment", "Dropped"),
    }[commitment.state]


def promise(commitment: Any) -> str:
    """Which organisation promised, how it went, and by when while it is open."""
    is_open = commitment.state == State.OPEN
    by_when = _("by %s") % date_format(commitment.due_on, "DATE_FORMAT") if is_open and commitment.due_on else ""
    organisation = commitment.organisation.name if commitment.organisation else ""
    return " · ".join(part for part in (organisation, state(commitment), by_when) if part)


LINES: dict[str, Callable[[Any], str]] = {
    Kind.RESOURCE: authors,
    Kind.WEBINAR: when,
    Kind.DISCUSSION_GROUP: platform,
    Kind.COMMITMENT: promise,
}
