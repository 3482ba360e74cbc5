"""Steps of a sending, for tests that look at what came of it."""

from __future__ import annotations

from newsletter.models import Edition
from newsletter.sending.send_edition import send_edition


def reload(edition: Edition) -> Edition:
    """The edition as it is in the database now."""
    return Edition.objects.get(pk=edition.pk)


def send_all(edition: Edition) -> Edition:
    """Slice after slice, as the worker does it."""
    while send_edition(edition.pk):
        pass
    return reload(edition)
