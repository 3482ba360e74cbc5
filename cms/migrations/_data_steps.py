"""The steps of the initial migration that are not schema. Its underscore keeps Django from taking it for a migration."""

from typing import Any

# Unlogged: counting does not wait for the disk, and a crash empties the table.
RATE_LIMITS = """
CREATE UNLOGGED TABLE IF NOT EXISTS cms_tally (
    name varchar(64) PRIMARY KEY, count integer NOT NULL, ends_at double precision NOT NULL
)
"""


def remove_wagtails_groups(apps: Any, schema_editor: Any) -> None:
    """Remove the two groups and the workflow for pages that Wagtail begins with: the three roles replace them."""
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    Task = apps.get_model("wagtailcore", "Task")
    Task.objects.filter(name="Moderators approval").update(active=False)


def create_rate_limit_table(apps: Any, schema_editor: Any) -> None:
    """Create it on PostgreSQL, which all machines share; SQLite counts in another file (cms/core/rate_limits.py)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(RATE_LIMITS)


def drop_rate_limit_table(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE IF EXISTS cms_tally")
