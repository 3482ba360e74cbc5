"""The content API answers as its OpenAPI document says, whatever is asked; nightly with many more requests."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from cms.api import schemas
from cms.api.api import api
from cms.api.resources import OFFERS
from tests.cms.refused import KINDS, make_readable
from tests.factories import make_topic
from tests.profiles import examples

DOCUMENT = api.get_openapi_schema()
ADDRESSES = {path: operations["get"] for path, operations in DOCUMENT["paths"].items()}
BODIES = {
    **{f"/api/v1/{kind.path}": kind.many for kind in OFFERS},
    **{f"/api/v1/{kind.path}/{{id}}": kind.one for kind in OFFERS},
    "/api/v1/topics": schemas.TopicList,
    "/api/v1/topics/{slug}": schemas.Topic,
}


def values_of(schema: dict) -> st.SearchStrategy[str]:
    """Values that the document allows, and at times others."""
    allowed = [_of_type(one) for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return st.one_of(*allowed, *allowed, st.text(max_size=30))


def _of_type(schema: dict) -> st.SearchStrategy[str]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "integer":
        return st.integers(schema["minimum"] - 1, schema["maximum"] + 1).map(str)
    if schema.get("format") == "date-time":
        return st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
    if schema.get("format") == "uuid":
        return st.uuids().map(str)
    return st.text(min_size=schema.get("minLength", 0), max_size=min(schema["maxLength"], 40))


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, str]]:
    """An address of the document, its path parts, and some of its parameters."""
    path = draw(st.sampled_from(sorted(ADDRESSES)))
    declared = ADDRESSES[path]["parameters"]
    parts = {one["name"]: draw(values_of(one["schema"])) for one in declared if one["in"] == "path"}
    offered = [one for one in declared if one["in"] == "query"]
    chosen = draw(st.lists(st.sampled_from(offered), unique_by=lambda one: one["name"], max_size=3))
    return path, parts, {one["name"]: draw(values_of(one["schema"])) for one in chosen}


@pytest.mark.django_db
def test_the_api_answers_as_its_document_says(settings_of_the_walk):
    topic = make_topic("Agua")
    known = {f"/api/v1/{offer.path}/{{id}}": "" for offer in OFFERS}
    for kind in KINDS:
        content = make_readable(kind, topics=(topic,))
        path = next(f"/api/v1/{offer.path}/{{id}}" for offer in OFFERS if offer.model.kind == kind)
        known[path] = str(content.translation_key)
    client = Client(raise_request_exception=False)

    @settings(max_examples=examples(2))
    @given(requests(), st.booleans())
    def ask(request: tuple[str, dict[str, str], dict[str, str]], is_there: bool) -> None:
        path, parts, query = request
        if is_there:
            parts = {"id": known.get(path, ""), "slug": topic.slug}
        address = path
        for name, value in parts.items():
            address = address.replace(f"{{{name}}}", value.replace("/", "_").replace("?", "_").replace("#", "_") or "_")
        answer = client.get(address, query)
        responses = {int(status): response for status, response in ADDRESSES[path]["responses"].items()}
        assert answer.status_code in responses, (address, query)
        assert answer["Content-Type"].split(";")[0] in responses[answer.status_code]["content"]
        if answer.status_code == 200:
            TypeAdapter(BODIES[path]).validate_json(answer.content)
            assert client.get(address, query, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        else:
            TypeAdapter(schemas.Problem).validate_json(answer.content)
        # What is there has no words in some languages.
        assert not is_there or answer.status_code != 404 or "language" in query

    ask()


@pytest.fixture
def settings_of_the_walk(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


def test_every_address_of_the_document_is_tried_with_the_schema_of_its_answer():
    assert ADDRESSES.keys() == BODIES.keys()
    for operation in ADDRESSES.values():
        assert 304 in operation["responses"]
        assert "ETag" in operation["responses"][200]["headers"]
        for status, response in operation["responses"].items():
            assert int(status) < 400 or list(response["content"]) == ["application/problem+json"]
