"""The gate as an SQL condition on content, compiled once a day: Django compiles it slower than the database runs it.

The SQL is cached, never a result: each use queries the database again. It is `cms.consent.gate.cleared` for the item
of one key, compiled by Django.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Func
from django.utils import timezone

from cms.consent.gate import Use, cleared
from cms.models import Item

# The placeholder of the item's key. No item has it.
ANY_KEY = UUID(int=0)


@dataclass(frozen=True)
class Question:
    """SQL before and after the key of the item, each with its parameters."""

    before: str
    after: str
    parameters_before: tuple[Any, ...]
    parameters_after: tuple[Any, ...]


class IsCleared(Func):
    """In a query over a `Content` model: whether the item of the row may go to `use` at `at`."""

    output_field = BooleanField()

    def __init__(self, kind: str, use: Use, at: datetime) -> None:
        super().__init__("translation_key")
        self.kind, self.use, self.day = kind, use, timezone.localdate(at)

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **options: Any
    ) -> tuple[str, tuple[Any, ...]]:
        question = question_of(self.kind, self.use, self.day, connection.alias)
        key, parameters = compiler.compile(self.source_expressions[0])
        # With OFFSET, PostgreSQL evaluates it row by row and stops when a page is full; without, for all rows first.
        sql = f"EXISTS ({question.before}{key}{question.after} LIMIT 1 OFFSET 0)"
        return sql, (*question.parameters_before, *parameters, *question.parameters_after)


@lru_cache(maxsize=64)
def question_of(kind: str, use: Use, day: date, database: str) -> Question:
    """The SQL of the gate on `day` for the item of one key, cached: `question_of.cache_clear()` empties the cache."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    one = Item.objects.using(database).filter(translation_key=ANY_KEY, kind=kind)
    sql, parameters = cleared(one, use, noon).order_by().values("pk").query.get_compiler(database).as_sql()
    parts = sql.split("%s")
    place = next(n for n, value in enumerate(parameters) if value in (ANY_KEY, ANY_KEY.hex))
    return Question(
        "%s".join(parts[: place + 1]), "%s".join(parts[place + 1 :]), parameters[:place], parameters[place + 1 :]
    )
