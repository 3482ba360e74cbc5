"""Promise 1 in the content API: what is not cleared for the website is in no answer. Every operation is walked."""

from __future__ import annotations

import pytest

from cms.api.api import api
from cms.models import Item
from tests.cms.refused import CLEARED, KINDS, SECRET, make_readable, make_world

pytestmark = pytest.mark.django_db
LISTS = {
    "/quotes": "quote",
    "/testimonies": "testimony",
    "/learnings": "learning",
    "/resources": "resource",
    "/webinars": "webinar",
    "/discussion-groups": "discussiongroup",
    "/commitments": "commitment",
}


def operations() -> list[str]:
    """Every path of the API, as its own document lists them."""
    return [path.removeprefix("/api/v1") for path in api.get_openapi_schema()["paths"]]


def address(path: str, content) -> str:
    topic = content.topics.first()
    filled = path.replace("{id}", str(content.translation_key)).replace("{slug}", topic.slug if topic else "x")
    assert "{" not in filled, f"say here how to fill {path}"
    return "/api/v1" + filled


def test_every_operation_only_reads():
    assert operations()
    for path, methods in api.get_openapi_schema()["paths"].items():
        assert set(methods) == {"get"}, path


def test_what_is_refused_is_in_no_answer_and_what_is_cleared_is(client, settings):
    settings.API_REQUESTS_PER_MINUTE = 100_000
    world, wrong = make_world(), []
    for path in operations():
        if "{" not in path:
            answer = client.get(f"/api/v1{path}")
            assert answer.status_code == 200, path
            wrong += [f"{one} is in {path}" for one in world.seen_in(answer.text)]
            continue
        for one in world.hidden:
            answer = client.get(address(path, one.content))
            if answer.status_code != 404 or SECRET in answer.text:
                wrong.append(f"{one} is answered with {answer.status_code} by {path}")
    for path, kind in LISTS.items():
        listed = client.get(f"/api/v1{path}").json()["items"]
        own = client.get(f"/api/v1{path}/{world.cleared[kind].translation_key}").json()
        if listed != [own] or f"{CLEARED}-{kind}" not in str(own):
            wrong.append(f"the cleared {kind} is not in {path}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("path", operations())
def test_a_parameter_that_is_not_known_is_refused_by_name(client, path):
    answer = client.get(address(path, make_readable("quote")) + "?lenguage=es")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "lenguage"


def test_no_private_field_is_in_any_answer(client):
    for kind in KINDS:
        content = make_readable(kind)
        person = content.item.consent.contributor
        person.email, person.phone, person.notes = "privado@example.org", "999111222", "Nota interna"
        person.save()
    allowed = {
        *("id", "language", "available_languages", "url", "credit", "topics", "workshop", "published_at", "updated_at"),
        *("content_warning", "translation"),
        *("text", "context", "title", "lead", "story", "place", "photo", "summary", "body", "type", "activity"),
        *("file", "link", "authors", "licence", "languages"),
        *("starts_at", "ends_at", "minutes", "time_zone", "speakers", "materials", "recording"),
        *("platform", "invitation", "organisation", "due_on", "state", "state_on", "outcome"),
    }
    for path in LISTS:
        answer = client.get(f"/api/v1{path}")
        for secret in ("privado@example.org", "999111222", "Nota interna", "consent", "contributor"):
            assert secret not in answer.text
        for item in answer.json()["items"]:
            assert set(item) <= allowed


def test_an_item_is_not_found_as_another_kind(client):
    quote = make_readable("quote")
    assert client.get(f"/api/v1/learnings/{quote.translation_key}").status_code == 404
    assert Item.objects.count() == 1
