"""Every parameter and part of every public address with values that break programs, on either database.

No answer is a failure of ours (5xx), and none shows more than was asked for. The addresses are read from the resolver
and from the OpenAPI document: a new one, or a new parameter of the API, that is not tried fails.
"""

from __future__ import annotations

import itertools
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from cms.api.api import api
from tests.hostile.values import BODIES, HEADERS, SPELLED, TIMES, VALUES
from tests.hostile.world import CHOICES, FILTERS, POSTED, World

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.django_db(transaction=True)


def public_patterns() -> dict[str, str]:
    """The route of every address that is open to anybody, by its name; those of the API are in its document."""

    def walk(patterns, prefix: str = "") -> Iterator[tuple[str, str]]:
        for one in patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLPattern):
                yield one.name or "uploads", route
            else:
                yield from walk(one.url_patterns, route)

    is_open = re.compile(r"admin/(login|logout|password_reset)")
    return {
        name: route.replace("^", "").replace("$", "")
        for name, route in walk(get_resolver().url_patterns)
        if not route.startswith("api/v1/") and (not route.startswith("admin/") or is_open.match(route))
    }


PART = re.compile(r"<[^>]+>|\((?:\?P<path>)?[^)]*\)")


def fill(route: str, parts: list[object]) -> str:
    values = iter(parts)
    return "/" + PART.sub(lambda _: str(next(values)), route)


class Walk:
    """Sends requests and remembers what was wrong."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.wrong: list[str] = []
        self.sent = 0

    def ask(self, what: str, path: str, query: str = "", method: str = "GET", **options):
        address, _mark, own = path.partition("?")
        self.sent += 1
        answer = self.client.generic(method, address, QUERY_STRING=query or own, **options)
        if answer.status_code >= 500:
            self.wrong.append(f"{answer.status_code}: {method} {what}")
        return answer

    def expect(self, what: str, is_right: bool) -> None:
        if not is_right:
            self.wrong.append(what)


def misspelled(name: str, good: str, other: str) -> dict[str, str]:
    """The same parameter in ways that must not widen the answer."""
    return {
        "repeated": f"{name}={good}&{name}={other}",
        "repeated empty": f"{name}={good}&{name}=",
        "array": f"{name}[]={good}",
        "key": f"{name}[a]={good}",
        "capitals": f"{name.upper()}={good}",
        "NUL in its name": f"{name}%00={good}",
        "no value": name,
    }


def walk_pages(walk: Walk, world: World) -> None:
    patterns = public_patterns()
    assert patterns.keys() == world.parts.keys(), patterns.keys() ^ world.parts.keys()
    turns = itertools.cycle(VALUES.values())
    for name, route in patterns.items():
        parts = world.parts[name]
        good = fill(route, parts)
        walk.ask(name, good)
        for number in range(len(parts)):
            for value_name, value in SPELLED.items():
                answer = walk.ask(
                    f"{name} part {number}: {value_name}", fill(route, [*parts[:number], value, *parts[number + 1 :]])
                )
                if name in ("own_page", "capture", "item", "home", "list", "sitemap_part") and value_name != "empty":
                    walk.expect(f"{name} {number} {value_name}: {answer.status_code}", answer.status_code in (404, 410))
        for parameter in FILTERS.get(name, ()):
            queries = {key: f"{parameter}={value}" for key, value in SPELLED.items()}
            for key, query in (queries | misspelled(parameter, "1", "2")).items():
                answer = walk.ask(f"{name}?{parameter} {key}", good, query)
                walk.expect(f"{name}?{parameter} {key}: {answer.status_code}", answer.status_code in (400, 404))
        for parameter in CHOICES.get(name, ()):
            for key, value in list(SPELLED.items())[::3]:
                walk.ask(f"{name}?{parameter} {key}", good, f"{parameter}={value}")
        for _ in range(2):
            headers = {header: one_line(next(turns)) for header in HEADERS}
            walk.ask(f"{name} with {headers}", good, headers=headers | {"Content-Type": "text/plain; charset=rot13"})


def one_line(value: str) -> str:
    """As a server hands a header on: ISO 8859-1, without line breaks."""
    return re.sub("[\r\n]", " ", value).encode("utf-8", "surrogatepass").decode("latin-1")


def walk_forms(walk: Walk, world: World) -> None:
    patterns = public_patterns()
    form = "application/x-www-form-urlencoded"
    for name, fields in POSTED.items():
        path = fill(patterns[name], world.parts[name])
        turns = itertools.cycle(VALUES.items())
        bodies = {
            f"all {key}": urlencode(dict.fromkeys(fields, value), errors="surrogatepass")
            for key, value in VALUES.items()
        }
        for field in fields:  # alone, beside others that are right
            key, value = next(turns)
            bodies[f"{field} {key}"] = urlencode(fields | {field: value}, errors="surrogatepass")
        for key, body in bodies.items():
            walk.ask(f"{name} {key}", path, method="POST", data=body, content_type=form, HTTP_ACCEPT="application/json")
        for key, (content_type, body) in BODIES.items():
            walk.ask(f"{name} {key}", path, method="POST", data=body, content_type=content_type)
        walk.ask(f"{name} length", path, method="POST", data=b"", content_type=form, CONTENT_LENGTH="-x")


def declared() -> Iterator[tuple[str, dict]]:
    """Each parameter of each address of the API, as its document declares it."""
    for path, operations in api.get_openapi_schema()["paths"].items():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                if parameter["in"] != "header":
                    yield path, parameter


def walk_api(walk: Walk, world: World) -> None:
    """A parameter that is declared alike elsewhere gets every sixth value there."""
    everything = {"items": len(walk.ask("quotes", "/api/v1/quotes").json()["items"])}
    assert everything["items"] == 1
    key, seen = str(world.contents[0].translation_key), set()
    for path, parameter in declared():
        name, definition = parameter["name"], json.dumps([parameter["name"], parameter["schema"]], sort_keys=True)
        step, _added = (6 if definition in seen else 1), seen.add(definition)
        if parameter["in"] == "path":
            for value_name, value in list(SPELLED.items())[::step]:
                answer = walk.ask(f"{path} {value_name}", path.replace(f"{{{name}}}", value))
                walk.expect(
                    f"{path} {value_name}: {answer.status_code}", answer.status_code == 404 or value_name == "empty"
                )
            continue
        address = path.replace("{id}", key).replace("{slug}", "tema")
        queries = {value_name: f"{name}={value}" for value_name, value in SPELLED.items()}
        for value_name, query in list((queries | misspelled(name, "1", "2")).items())[::step]:
            answer = walk.ask(f"{path}?{name} {value_name}", address, query)
            if answer.status_code == 422:
                walk.expect(
                    f"{path}?{name} {value_name}: no problem", answer["Content-Type"] == "application/problem+json"
                )
            elif name == "updated_since" and value_name in TIMES:
                found = len(answer.json()["items"])
                walk.expect(
                    f"{path}?{name} {value_name}: {found}",
                    found == (TIMES[value_name] if TIMES[value_name] is not None else 1),
                )
            else:
                found = answer.json().get("items", ["an item"]) if answer.status_code == 200 else []
                walk.expect(f"{path}?{name} {value_name} shows more", answer.status_code in (200, 404) and not found)


def test_no_input_breaks_a_public_address_or_widens_its_answer(settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    settings.TRUSTED_PROXIES = 1
    for limit in ("cms.public.portal.access.REQUESTS", "newsletter.public.subscribe.TRIES_AN_HOUR"):
        monkeypatch.setattr(limit, 1_000_000)
    monkeypatch.setattr("cms.users.login_rate_limit.LIMITS", {})
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    walk, world = Walk(), World()
    walk.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {world.account.token}"
    walk_api(walk, world)
    walk_pages(walk, world)
    walk_forms(walk, world)
    walk_headers(walk)
    assert walk.wrong == [], f"{len(walk.wrong)} of {walk.sent}"
    assert walk.sent > 2500


def walk_headers(walk: Walk) -> None:
    paths = itertools.cycle(
        ["/es/nada/", "/admin/login/", "/api/v1/quotes", "/sitemap.xml", "/sandbox/api/posts", "/nada"]
    )
    for host in ("evil.example", "[::1", "a:99999", "a b", "\x00", "", "x" * 300):
        for path in ("/nada", "/api/v1/nada", "/sandbox/api/posts"):
            walk.ask(f"{path} for {host!r}", path, HTTP_HOST=host)
    for key, value in VALUES.items():
        octets = "".join(f"\\{ord(one):03o}" for one in value[:20] if ord(one) < 256) * 3
        cookies = f'sessionid="{octets}"; csrftoken={one_line(value)}; messages="{octets}"'
        # Whether somebody is logged in is asked of the session that the cookie names.
        walk.ask(f"cookie {key}", "/uploads/foto.jpg", HTTP_COOKIE=cookies)
        path = next(paths)
        sent = {"X-Forwarded-For": one_line(value), "Authorization": f"Bearer {one_line(value)}"}
        walk.ask(f"{path} from {key}", path, headers=sent, HTTP_COOKIE=cookies)


def test_every_form_field_that_a_page_reads_is_tried():
    """They are read from the sources of the views: a new one that is not in POSTED fails."""
    tried = {name for fields in POSTED.values() for name in fields}
    read = set()
    for folder in ("newsletter/public", "cms/public", "cms/capture/public", "campaigns/sandbox"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r"""POST(?:\.get(?:list)?\(|\[)"(\w+)\"""", path.read_text(encoding="utf-8")))
    assert len(read) > 8
    assert read - tried == set()
