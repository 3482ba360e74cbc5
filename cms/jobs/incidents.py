"""Failures of background work that staff see on the home page, with what to do next."""

import logging
from typing import Any

from django.db.models import F

from cms.models.jobs import Incident

logger = logging.getLogger(__name__)


def report_incident(key: str, sentence: Any, what_to_do: Any = "", url: str = "", detail: str = "") -> None:
    """Show staff that something in the background failed. The same `key` again only counts up."""
    logger.error("%s: %s %s", key, sentence, detail)
    texts = {"sentence": str(sentence), "what_to_do": str(what_to_do), "url": url, "detail": detail[:4000]}
    _incident, created = Incident.objects.update_or_create(key=key, defaults=texts | {"resolved_at": None})
    if not created:
        Incident.objects.filter(key=key).update(count=F("count") + 1)
