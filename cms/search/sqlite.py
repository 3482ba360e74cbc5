"""SQLite's search, whose words leave accents out by themselves."""

from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

from cms.search.backend import PlainWords


class SQLiteBackend(PlainWords, SQLiteSearchBackend):
    """With FTS5, which every Python has: https://www.sqlite.org/fts5.html#unicode61_tokenizer"""
