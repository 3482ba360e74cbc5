"""Finding words without their accents and, on PostgreSQL, by their stem in the language they are written in.

This is Wagtail's own search in the database. SQLite's index leaves accents out by itself; PostgreSQL's is told to.
"""

import re
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from modelsearch.backends import get_search_backend

from cms.models import Content


def words_of(asked: str) -> str:
    """The words somebody asks for; to a search engine, signs would be commands."""
    return " ".join(re.findall(r"\w+", asked))


def matching_keys(model: type[Content], asked: str) -> "QuerySet[Any, Any]":
    """The keys of the wordings in which all the words are found. Whether they may be read is asked of the gate."""
    if not words_of(asked):
        return model.objects.none().values("pk")
    found = get_search_backend().search(asked, model, operator="and", order_by_relevance=False)
    return found.get_queryset().order_by().values("pk")


def matching_words_or_prefixes(model: type[Content], asked: str) -> Q:
    """The wordings with these words, or with words that begin so in what they are known by: for whoever types still."""
    if not words_of(asked):
        return Q(pk__in=[])
    begun = get_search_backend().autocomplete(asked, model, operator="and", order_by_relevance=False)
    return Q(pk__in=matching_keys(model, asked)) | Q(pk__in=begun.get_queryset().order_by().values("pk"))


class PlainWords:
    """What is typed are words, whatever signs are among them."""

    def _search(self, compiler: Any, query: Any, among: Any, **options: Any) -> Any:
        search: Any = super()
        return search._search(compiler, words_of(query) if isinstance(query, str) else query, among, **options)


def SearchBackend(parameters: dict[str, Any]) -> Any:
    """The search that fits the database. Chosen late: the modules of each read models."""
    if connection.vendor == "postgresql":
        from cms.search.postgres import PostgresBackend

        return PostgresBackend(parameters)
    from cms.search.sqlite import SQLiteBackend

    return SQLiteBackend(parameters)
