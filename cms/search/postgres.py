"""PostgreSQL's search: each text is indexed in its own language, and a search looks in all languages.

`configurations.py` creates the text search configurations.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import reduce
from operator import or_
from typing import Any

from modelsearch.backends.database.postgres import postgres

from cms.core.text import skeleton
from cms.search.backend import AnyColumn, PlainWords
from cms.search.configurations import AS_WRITTEN, CONFIGURATIONS


def configuration_of(thing: Any) -> str:
    """The text search configuration of an indexed object's language; Spanish where the object has no language."""
    locale = getattr(thing, "locale", None)
    return CONFIGURATIONS.get(locale.language_code, AS_WRITTEN) if locale else CONFIGURATIONS["es"]


class PostgresIndexer(postgres.ObjectIndexer):
    """Words are indexed by what is compared of them, in the language they are in."""

    def prepare_value(self, value: Any) -> str:
        return skeleton(super().prepare_value(value))


class InTheirLanguage(postgres.PostgresIndex):
    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        groups: dict[str, list[Any]] = defaultdict(list)
        for thing in objs:
            groups[configuration_of(thing)].append(thing)
        for configuration, things in groups.items():
            backend = copy(self.backend)
            backend.config = configuration
            postgres.PostgresIndex(backend).add_items(model, things)


class InAnyLanguage(AnyColumn, postgres.PostgresSearchQueryCompiler):
    def build_tsquery(self, query: Any, config: str | None = None) -> Any:
        readings = (*CONFIGURATIONS.values(), AS_WRITTEN)
        return reduce(or_, (self.build_tsquery_content(query, config=reading) for reading in readings))


class PostgresBeginnings(AnyColumn, postgres.PostgresAutocompleteQueryCompiler):
    pass


class PostgresBackend(PlainWords, postgres.PostgresSearchBackend):
    index_class = InTheirLanguage
    query_compiler_class = InAnyLanguage
    autocomplete_query_compiler_class = PostgresBeginnings

    def __init__(self, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)
        self.config = CONFIGURATIONS["es"]
        self.autocomplete_config = AS_WRITTEN


# The index knows its indexer by this name alone.
postgres.ObjectIndexer = PostgresIndexer
