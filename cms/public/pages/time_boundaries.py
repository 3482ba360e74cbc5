"""The moments at which what may be read changes although nothing is written."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.core.cache.store import store
from cms.models import Webinar

# As long as a webinar may be: one that began before that is over.
LONGEST_WEBINAR = timedelta(days=1)


def next_boundary(now: datetime, stamp: int) -> datetime:
    """The next of them after `now`, kept for as long as the stamp stays the same."""
    if store.boundary is None or store.boundary[0] != stamp or not store.boundary[1] <= now < store.boundary[2]:
        store.boundary = (stamp, now, find_boundary(now))
    return store.boundary[2]


def find_boundary(now: datetime) -> datetime:
    """The next of: midnight in the site's zone (terms begin and end with a day), the start or end of a webinar.

    What is scheduled appears and disappears by a write, which raises the stamp.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), time()))
    moments = [midnight]
    webinars = Webinar.objects.filter(begins_at__gt=now - LONGEST_WEBINAR, begins_at__lt=midnight)
    for begins, minutes in webinars.filter(live=True).values_list("begins_at", "minutes"):
        moments += [begins, begins + timedelta(minutes=minutes)]
    return min(moment for moment in moments if moment > now)
