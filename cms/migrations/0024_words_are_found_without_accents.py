from django.core.management import CommandError
from django.db import DatabaseError, migrations

STEMMERS = {"es": "spanish", "en": "english", "fr": "french", "nl": "dutch", "simple": "simple"}
REFUSED = (
    "Searching without accents needs PostgreSQL's extension unaccent, and this database user may not add it. Somebody "
    "who may must run CREATE EXTENSION unaccent; in this database once, and then migrate again."
)


def create(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        except DatabaseError as error:
            raise CommandError(REFUSED) from error
        for code, stemmer in STEMMERS.items():
            dictionary = "simple" if stemmer == "simple" else f"{stemmer}_stem"
            cursor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS cosecha_{code}")
            cursor.execute(f"CREATE TEXT SEARCH CONFIGURATION cosecha_{code} (COPY = pg_catalog.{stemmer})")
            cursor.execute(
                f"ALTER TEXT SEARCH CONFIGURATION cosecha_{code} "
                f"ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary}"
            )


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        with editor.connection.cursor() as cursor:
            for code in STEMMERS:
                cursor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS cosecha_{code}")


class Migration(migrations.Migration):
    dependencies = [("cms", "0023_what_is_archived")]
    operations = [migrations.RunPython(create, drop)]
