"""SQLite's search, whose words leave accents out by themselves."""

from typing import Any

from modelsearch.backends.database.sqlite import sqlite

from cms.core.text import skeleton
from cms.search.backend import AnyColumn, PlainWords


class SQLiteIndexer(sqlite.ObjectIndexer):
    """Words are indexed by what is compared of them."""

    def prepare_value(self, value: Any) -> str:
        return skeleton(super().prepare_value(value))


class SQLiteWords(AnyColumn, sqlite.SQLiteSearchQueryCompiler):
    pass


class SQLiteBeginnings(AnyColumn, sqlite.SQLiteAutocompleteQueryCompiler):
    pass


class SQLiteBackend(PlainWords, sqlite.SQLiteSearchBackend):
    """With FTS5, which every Python has: https://www.sqlite.org/fts5.html#unicode61_tokenizer"""

    query_compiler_class = SQLiteWords
    autocomplete_query_compiler_class = SQLiteBeginnings


# The index knows its indexer by this name alone.
sqlite.ObjectIndexer = SQLiteIndexer
