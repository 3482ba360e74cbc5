from typing import Any

from django.db import migrations

# Without a log, counting costs no wait for the disk; a crash empties it, and the counting begins anew.
TABLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS cms_tally (
    name varchar(64) PRIMARY KEY, count integer NOT NULL, ends_at double precision NOT NULL
)
"""


def make_table(apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL, which all machines share; SQLite counts in a file of its own (cms/core/rate_limits.py)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TABLE)


def drop_table(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS cms_tally")


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_consent_that_reaches_everywhere")]

    operations = [migrations.RunPython(make_table, drop_table)]
