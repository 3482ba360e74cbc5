"""The steps of the initial migration that are not schema. Its underscore keeps Django from taking it for a migration."""

from typing import Any


def name_root_collection(apps: Any, schema_editor: Any) -> None:
    """Call the collection that holds all others "General": Wagtail's "Root" says nothing to who uploads a photo."""
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name="General")
