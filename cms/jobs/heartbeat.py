"""The rows by which workers show that they are alive."""

from datetime import datetime, timedelta

from django.utils import timezone

from cms.jobs import runs
from cms.jobs.leases import worker_name
from cms.models.jobs import WorkerBeat

# Workers beat every minute. One that was not seen for this long counts as dead.
DEAD_AFTER = timedelta(seconds=150)


def beat() -> None:
    """Say that this worker is alive, outside of the database too."""
    runs.mark()
    WorkerBeat.objects.update_or_create(worker=worker_name(), defaults={"seen_at": timezone.now()})
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()


def worker_seen_at() -> datetime | None:
    """When any worker was last seen."""
    return WorkerBeat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def is_worker_alive(now: datetime) -> bool:
    """Whether a worker was seen lately."""
    seen_at = worker_seen_at()
    return seen_at is not None and now - seen_at < DEAD_AFTER
