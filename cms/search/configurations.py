"""PostgreSQL's text search configurations: one for each language that has a stemmer, all without accents.

https://www.postgresql.org/docs/current/unaccent.html
"""

from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError, connections

STEMMERS = {"es": "spanish", "en": "english", "fr": "french", "nl": "dutch"}
CONFIGURATIONS = {language: f"cosecha_{language}" for language in STEMMERS}
# Where PostgreSQL has no stemmer (Quechua), words are found as they are written.
AS_WRITTEN = "cosecha_simple"
NO_UNACCENT = (
    "Searching without accents needs PostgreSQL's extension unaccent, and this database user may not add it. Somebody "
    "who may must run CREATE EXTENSION unaccent; in this database once, and then migrate again."
)


def ensure_configurations(using: str = "default", **_: Any) -> None:
    """Create the missing configurations. Called before every migrate, so that it stops where unaccent is refused."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config")
        existing = {name for (name,) in cursor.fetchall()}
        wanted = {name: (STEMMERS[code], f"{STEMMERS[code]}_stem") for code, name in CONFIGURATIONS.items()}
        wanted[AS_WRITTEN] = ("simple", "simple")
        if wanted.keys() <= existing:
            return
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        except DatabaseError as error:
            raise CommandError(NO_UNACCENT) from error
        for name in wanted.keys() - existing:
            original, dictionary = wanted[name]
            cursor.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{original})")
            cursor.execute(
                f"ALTER TEXT SEARCH CONFIGURATION {name} "
                f"ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary}"
            )
