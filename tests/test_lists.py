"""If this fails, a list of the admin breaks where somebody searches it and then clicks on a column, or filters it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from wagtail.admin.views.generic.models import IndexView

from tests.doors.addresses import doors
from tests.doors.walk import undrawn_pages

# What Wagtail's choosers of files are asked for.
QUERIES = {
    "wagtailimages:index": ("q=ana&ordering=file_size", "q=ana&tag=agua"),
    "wagtailimages_chooser:choose_results": ("q=ana&tag=agua", "q=ana&collection_id=1"),
    "wagtaildocs:index": ("q=ana&ordering=-created_at",),
    "wagtaildocs_chooser:choose_results": ("q=ana&collection_id=1",),
}


def lists() -> Iterator[str]:
    for door in doors():
        view = getattr(door.view, "view_class", None)
        is_list = isinstance(view, type) and issubclass(view, IndexView) and "results" not in door.name
        if not door.parameters and (is_list or door.name in QUERIES):
            yield door.name


def asked_of(client: Any, name: str, query: str) -> Any:
    answer = client.get(f"{reverse(name)}?{query}")
    assert answer.status_code == 200, (name, query)
    context: dict[str, Any] = getattr(answer, "context_data", None) or {}
    list(context.get("object_list") or ())  # the page is not drawn, and would ask for its rows
    return context.get("view")


@pytest.mark.django_db
def test_every_list_is_searched_and_sorted_by_each_of_its_columns(admin_client):
    names = list(lists())
    assert len(names) > 20
    with undrawn_pages():
        for name in names:
            view = asked_of(admin_client, name, "q=ana")
            keys = [column.sort_key for column in getattr(view, "columns", ()) if column.sort_key]
            for query in (*(f"q=ana&ordering={key}" for key in keys), *QUERIES.get(name, ())):
                asked_of(admin_client, name, query)
                asked_of(admin_client, name, query.replace("q=ana&", ""))
