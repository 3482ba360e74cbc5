"""Full-text search that ignores accents and, on PostgreSQL, stems words in the language of the text.

This is Wagtail's own search in the database. SQLite's index ignores accents by default; PostgreSQL's is configured to.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from modelsearch.backends import get_search_backend

from cms.core.text import skeleton
from cms.models import Content


def words_of(text: str) -> str:
    """The words of a search as they are indexed, without punctuation, which a search engine would read as operators."""
    return " ".join(re.findall(r"\w+", skeleton(text)))


def matching_keys(model: type[Content], text: str) -> "QuerySet[Any, Any]":
    """The keys of the rows of `model` that contain all the words of `text`. Does not check the gate."""
    if not words_of(text):
        return model.objects.none().values("pk")
    found = get_search_backend().search(text, model, operator="and", order_by_relevance=False)
    return found.get_queryset().order_by().values("pk")


def matching_words_or_prefixes(model: type[Content], text: str) -> Q:
    """A condition: rows with all the words of `text`, or with a title that has words beginning so (while typing)."""
    if not words_of(text):
        return Q(pk__in=[])
    begun = get_search_backend().autocomplete(text, model, operator="and", order_by_relevance=False)
    return Q(pk__in=matching_keys(model, text)) | Q(pk__in=begun.get_queryset().order_by().values("pk"))


class PlainWords:
    """A mixin of search backends: searches for the words that were typed, without punctuation."""

    def _search(self, compiler: Any, query: Any, among: Any, **options: Any) -> Any:
        search: Any = super()
        return search._search(compiler, words_of(query) if isinstance(query, str) else query, among, **options)


class AnyColumn:
    """A mixin of query compilers: lists that are searched can be filtered and sorted by any column.

    The check that this replaces is for engines that know only what was indexed; here the database has all columns.
    """

    def _get_order_by(self) -> Iterable[Any]:
        return ()

    def _get_filters_from_queryset(self, check_only: bool = False) -> None:
        return None


def SearchBackend(parameters: dict[str, Any]) -> Any:
    """The search backend for the database in use. Imported late, since the modules of both import models."""
    if connection.vendor == "postgresql":
        from cms.search.postgres import PostgresBackend

        return PostgresBackend(parameters)
    from cms.search.sqlite import SQLiteBackend

    return SQLiteBackend(parameters)
