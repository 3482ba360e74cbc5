"""Much content at once, for tests and benches that ask what an archive costs; and how many rows a call loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Revision

from cms.models import Consent, ConsentTerms, Contributor, Item, Kind, Topic, Voice, model_for

WORDS = {
    Kind.QUOTE: {"text": "Juntas llegamos lejos."},
    Kind.TESTIMONY: {"title": "Su camino", "lead": "Empezó.", "story": "<p>Empezó.</p>"},
    Kind.LEARNING: {"title": "Lo aprendido", "summary": "Escuchar antes.", "body": "<p>Escuchar antes.</p>"},
}


def make_consents(count: int, people: Sequence[Contributor] = ()) -> list[Consent]:
    """Consents that allow everything, each of a person of its own unless `people` are given."""
    if not people:
        people = Contributor.objects.bulk_create(
            Contributor(full_name=f"Persona {number} Apellido", first_name="Persona") for number in range(count)
        )
    consents = Consent.objects.bulk_create(
        Consent(contributor=people[number % len(people)], label="Lo dicho en el taller") for number in range(count)
    )
    allowed = dict.fromkeys(("allows_web", "allows_newsletter", "allows_social", "allows_all_networks"), True)
    ConsentTerms.objects.bulk_create(
        ConsentTerms(consent=consent, credit="full_name", begins_on=date(2020, 1, 1), **allowed) for consent in consents
    )
    return consents


def make_archive(
    kind: Kind,
    count: int,
    *,
    topics: Sequence[Topic] = (),
    consents: Sequence[Consent] = (),
    days_ago: int = 0,
    language: str = "es",
) -> list[Item]:
    """`count` live and cleared items, the first the newest, with `topics` in turn and a person each, or `consents`."""
    model: Any = model_for(kind)
    consents = consents or make_consents(count)
    begins = timezone.now() - timedelta(days=days_ago)
    locale = Locale.objects.get(language_code=language)
    items = [
        Item(
            kind=kind,
            voice=Voice.PERSON,
            consent=consents[number % len(consents)],
            contributor=consents[number % len(consents)].contributor,
            disclosure_is_clean=True,
        )
        for number in range(count)
    ]
    for item in items:
        item.slug = item.translation_key.hex
    # The newest has the highest key, as when they are published one after the other.
    Item.objects.bulk_create(reversed(items))
    rows = model.objects.bulk_create(
        model(
            translation_key=item.translation_key,
            locale=locale,
            live=True,
            first_published_at=begins - timedelta(minutes=number),
            **WORDS[kind],
        )
        for number, item in enumerate(items)
    )
    _add_revisions(model, rows)
    if topics:
        through = model.topics.through
        through.objects.bulk_create(
            through(**{f"{model._meta.model_name}_id": row.pk, "topic_id": topics[number % len(topics)].pk})
            for number, row in enumerate(rows)
        )
    return items


def _add_revisions(model: Any, rows: list[Any]) -> None:
    of = ContentType.objects.get_for_model(model)
    revisions = Revision.objects.bulk_create(
        Revision(content_type=of, base_content_type=of, object_id=str(row.pk), created_at=timezone.now(), content={})
        for row in rows
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.latest_revision = revision
    model.objects.bulk_update(rows, ["latest_revision"], batch_size=250)


@dataclass
class Load:
    """What a call asked of the database."""

    queries: int = 0
    rows: int = 0


@contextmanager
def counted_load() -> Iterator[Load]:
    """Counts the queries made inside, and the rows that they bring to Python, as instances or as values."""
    load = Load()
    iterate = SQLCompiler.results_iter

    def counted(*args: Any, **options: Any) -> Iterator[Any]:
        for row in iterate(*args, **options):
            load.rows += 1
            yield row

    with patch.object(SQLCompiler, "results_iter", counted), CaptureQueriesContext(connection) as captured:
        yield load
    load.queries = len(captured)
