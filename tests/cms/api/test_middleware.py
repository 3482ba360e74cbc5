"""How the API's answers travel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from time_machine import travel

from cms.api.api import api
from cms.api.middleware import seconds_to_wait
from tests.factories import make_quote

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parent / "openapi.json"


def test_the_contract_is_the_one_that_was_published():
    """Regenerate with: python manage.py export_openapi_schema --api cms.api.api.api --indent 2 --output <this file>"""
    assert json.loads(json.dumps(api.get_openapi_schema())) == json.loads(SNAPSHOT.read_text())


def test_an_answer_is_fresh_within_the_minute_and_not_sent_twice(client):
    quote = make_quote()
    first = client.get("/api/v1/quotes")
    assert "max-age=60" in first["Cache-Control"]
    assert "Cookie" not in first["Vary"]
    assert client.get("/api/v1/quotes", headers={"If-None-Match": first["ETag"]}).status_code == 304
    quote.unpublish()
    assert client.get("/api/v1/quotes", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_of_any_site_may_read_it(client):
    assert client.get("/api/v1/quotes")["Access-Control-Allow-Origin"] == "*"
    answer = client.options("/api/v1/quotes", headers={"Access-Control-Request-Method": "GET"})
    assert answer.status_code == 204
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_can_write(method):
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)("/api/v1/quotes")
    assert answer.status_code in (403, 405)
    assert answer["Content-Type"] == "application/problem+json"


def test_the_head_of_an_answer_can_be_asked_for(client):
    answer = client.head("/api/v1/quotes")
    assert answer.status_code == 200
    assert answer["ETag"]
    assert answer.content == b""


@pytest.mark.parametrize("path", ["/api/v1/nada", "/api/v1/", "/api/v1/quotes/not-an-id"])
def test_an_address_that_does_not_exist_answers_a_problem_and_not_a_page(client, path):
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_failure_answers_a_problem_without_details(client, monkeypatch):
    monkeypatch.setattr("cms.api.queries.list_page", lambda *_: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/api/v1/quotes")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "division" not in answer.text


def test_a_client_that_asks_too_often_is_told_to_wait_and_others_are_served(client, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    answers = [client.get("/api/v1/topics", REMOTE_ADDR="192.0.2.1") for _ in range(8)]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert client.get("/api/v1/topics", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_a_new_minute_begins_a_new_count(settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    with travel(1_900_000_020, tick=False) as clock:
        assert seconds_to_wait("192.0.2.1") == 0
        clock.shift(10)
        assert seconds_to_wait("192.0.2.1") == 50
        clock.shift(50)
        assert seconds_to_wait("192.0.2.1") == 0


def test_a_client_cannot_pass_for_others_unless_a_proxy_of_ours_says_so(client, settings):
    settings.API_REQUESTS_PER_MINUTE = 1

    def ask(forwarded: str) -> int:
        return client.get("/api/v1/topics", headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask("198.51.100.1"), ask("198.51.100.2"), ask("198.51.100.3")][-1] == 429
    settings.QUEUE_NAME = "behind a proxy"
    settings.TRUSTED_PROXIES = 1
    assert ask("198.51.100.1") == 200
    assert ask("198.51.100.2") == 200
    assert [ask("9.9.9.9, 198.51.100.2"), ask("8.8.8.8, 198.51.100.2")][-1] == 429


def test_the_documentation_is_served_from_here(client):
    html = client.get("/api/v1/docs").text
    assert "http://" not in html.replace(django_settings.BASE_URL, "")
    assert "https://" not in html
