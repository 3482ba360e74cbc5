"""Failures of background work that staff see on the home page, with what to do next."""

import logging
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from cms.core.storage_failures import storage_failure
from cms.jobs import state_folder
from cms.models.jobs import Incident

logger = logging.getLogger(__name__)

# What could be kept nowhere, until this process can: on a full disk no file can be written either.
_unwritten: list[dict[str, Any]] = []
MOST_UNWRITTEN = 20
TEXTS = ("sentence", "what_to_do", "url", "detail")


def report_incident(key: str, sentence: Any, what_to_do: Any = "", url: str = "", detail: str = "") -> None:
    """Show staff that something in the background failed. The same `key` again only counts up.

    Where the database cannot be written, it is kept outside of it until it can.
    """
    logger.error("%s: %s %s", key, sentence, detail)
    texts = {"sentence": str(sentence), "what_to_do": str(what_to_do), "url": url, "detail": detail[:4000]}
    try:
        write_incident(key, texts)
    except DatabaseError as error:
        if storage_failure(error) is None:
            raise
        keep_outside(key, texts)


def write_incident(key: str, texts: dict[str, str]) -> None:
    _incident, created = Incident.objects.update_or_create(key=key, defaults=texts | {"resolved_at": None})
    if not created:
        Incident.objects.filter(key=key).update(count=F("count") + 1)


def keep_outside(key: str, texts: dict[str, str]) -> None:
    """Keep an incident in the state folder; in this process where that cannot be written."""
    values = {"at": timezone.now().isoformat(), "key": key} | texts
    try:
        state_folder.keep_incident(values)
    except OSError:
        logger.exception("The incident %s can be kept in no file.", key)
        _unwritten.append(values)
        del _unwritten[:-MOST_UNWRITTEN]


def kept() -> list[Incident]:
    """What the database could not take yet, one for each key, as the home page shows it."""
    found: dict[str, Incident] = {}
    for values in [*state_folder.kept_incidents(), *_unwritten]:
        at, key = datetime.fromisoformat(values["at"]), values["key"]
        count = found[key].count + 1 if key in found else 1
        texts = {name: values.get(name, "") for name in TEXTS}
        found[key] = Incident(key=key, **texts, count=count, first_at=at, last_at=at)
    return list(found.values())


def write_kept() -> None:
    """Write down what the database could not take, now that it can."""
    waiting = kept()
    for incident in waiting:
        write_incident(incident.key, {name: getattr(incident, name) for name in TEXTS})
    if waiting:
        state_folder.drop_kept_incidents()
        _unwritten.clear()
