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
from datetime import timedelta
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from campaigns.sandbox.models import SandboxAccount
from cms.api.api import api
from cms.capture.public.form import CaptureForm
from cms.core import signing
from cms.models.capture import CAPTURE_LINK, CaptureLink
from cms.people.portal_link import token_of
from cms.public.lists.sections import section_of
from newsletter.addresses import address_hash
from newsletter.models import Audience, Subscriber, SubscriptionEvent
from newsletter.subscribers.asks import ask_to_subscribe
from newsletter.subscribers.tokens import AskName, Reader, sign_confirm, sign_leave
from tests.cms.refused import KINDS, make_readable
from tests.factories import make_topic, make_user, make_workshop

pytestmark = pytest.mark.django_db(transaction=True)

VALUES = {
    "NUL": "a\x00b",
    "only NUL": "\x00" * 40,
    "lone surrogate": "\ud800",
    "10,000 letters": "x" * 10_000,
    "308 letters": "y" * 296 + "@example.org",
    "the last moment": "9999-12-31T23:59:59-12:00",
    "the first moment": "0001-01-01T00:03:00Z",
    "the year 0": "0000-00-00T00:00:00Z",
    "seconds since 1970": "1700000000",
    "negative": "-1",
    "huge number": "9" * 400,
    "2**63": str(2**63),
    "NaN": "NaN",
    "infinity": "-Infinity",
    "exponent": "1e999",
    "Arabic digits": "١٢٣",
    "empty": "",
    "space": " ",
    "right to left": "\u202eabc\u200f\u2066",
    "SQL": "' OR 1=1; DROP TABLE cms_item; --",
    "LIKE and regex": "%_\\(*[",
    "JSON": '{"$ne": null, "__proto__": [[[[1e999]]]]}',
    "template": "{{ 7*7 }}{% debug %}${7*7}",
    "emoji": "👩🏽‍🌾🏳️‍⚧️",
    "line breaks": "a\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "path": "../../../../etc/passwd",
    "C1 control": "\x85\x9f",
    "not a character": "\uffff\ufdd0",
    "forged cursor": "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgOTIyMzM3MjAzNjg1NDc3NTgwN10",
    "cursor with true": "WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgdHJ1ZV0",
}
# Already as they stand in an address.
ENCODED = {"wrong percent": "%zz%", "not UTF-8": "%ff%fe%C3", "encoded surrogate": "%ED%A0%80", "overlong": "%C0%80"}
# What a list of one item shows that was asked for what changed since.
TIMES = {"the last moment": 0, "the first moment": 1}
HEADERS = ("Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Referer")
BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "broken parts": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\x00\r\n\r\na"),
    "wrong base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n'
        b"--x--\r\n",
    ),
    "no text encoding": ("multipart/form-data; boundary=x; charset=rot13", b""),
    "escapes": (
        "multipart/form-data; boundary=x; charset=unicode_escape",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\\x00\r\n--x--\r\n',
    ),
    "other charset": ("application/x-www-form-urlencoded; charset=utf-16", b"name=%00"),
    "JSON": ("application/json", b'{"text": "\\ud800", "key": 1e999}'),
    "no type": ("\x00", b"\xff\xfe\x00"),
    "many fields": ("application/x-www-form-urlencoded", b"a=1&" * 10_001),
}


def spelled() -> Iterator[tuple[str, str]]:
    """Each value by its name, as it stands in an address."""
    for name, value in VALUES.items():
        yield name, quote(value, safe="", errors="surrogatepass")
    yield from ENCODED.items()


SPELLED = dict(spelled())


class World:
    """Something to read of each kind, one person, one form, one audience, one account."""

    def __init__(self) -> None:
        topic, workshop = make_topic(), make_workshop()
        self.contents = [make_readable(kind, topics=(topic,), workshop=workshop) for kind in KINDS]
        content = next(one for one in self.contents if one.kind == "testimony")
        self.person = content.item.consent.contributor
        audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="red@example.org")
        subscriber = Subscriber.objects.create(email="ana@example.org", language="es")
        reader = Reader(subscriber.pk, audience.pk, subscriber.address_hash)
        ask_to_subscribe("rosa@example.org", audience, text_shown="Sí, quiero", name="", language="es", source="/")
        ask = SubscriptionEvent.objects.get()
        self.account = SandboxAccount.objects.create(handle="red", name="Red")
        self.capture = self._capture_token(workshop)
        item = ["es", section_of(content.kind).segment, content.item.slug]
        own = ["es", token_of(self.person)]
        consent = content.item.consent.pk
        # The parts of each public address by its name, one that can be answered.
        self.parts: dict[str, list[object]] = {
            "healthy": [],
            "sandbox_posts": [],
            "sandbox_post": [1],
            "newsletter_by_mail": [],
            "newsletter_unsubscribe": [sign_leave(reader)],
            "newsletter_preferences": [sign_leave(reader)],
            "newsletter_confirm": [sign_confirm(AskName(ask.pk, address_hash("rosa@example.org")))],
            "newsletter_subscribe": ["red"],
            "newsletter_web": ["nada", "es"],
            "capture_worker": [],
            "capture": [self.capture],
            "wagtaildocs_serve": [1, "guia.pdf"],
            "wagtaildocs_authenticate_with_password": [1],
            "wagtailcore_login": [],
            "root": [],
            "brand_css": [],
            "robots": [],
            "sitemap": [],
            "sitemap_part": ["citas", 0],
            "home": ["es"],
            "own_page": own,
            "own_withdraw_item": [*own, 0],
            "own_withdraw_all": own,
            "own_allow_less": [*own, consent],
            "own_receipt": [*own, 1],
            "list": item[:2],
            "item": item,
            "photo": [*item, "small"],
            "file": [*item, "pdf"],
            "card": [*item, "0123456789abcdef"],
            "uploads": ["original_images/foto.jpg"],
            "wagtailadmin_login": [],
            "wagtailadmin_logout": [],
            "wagtailadmin_password_reset": [],
            "wagtailadmin_password_reset_done": [],
            "wagtailadmin_password_reset_confirm": ["MQ", "abc-def"],
            "wagtailadmin_password_reset_complete": [],
        }

    def _capture_token(self, workshop) -> str:
        link = CaptureLink.objects.create(
            workshop=workshop, made_by=make_user(), expires_at=timezone.now() + timedelta(days=1), languages=["es"]
        )
        return signing.sign_name(CAPTURE_LINK, link.pk)


# What each form reads, with values that it accepts.
POSTED = {
    "newsletter_subscribe": {"email": "luz@example.org", "name": "Luz", "agree": "1", "website": ""},
    "newsletter_unsubscribe": {"scope": "all"},
    "newsletter_preferences": {"language": "es"},
    "newsletter_confirm": {"x": ""},
    "own_withdraw_item": {"x": ""},
    "own_allow_less": {
        "uses": "web",
        "networks": "x",
        "credit": "anonymous",
        "parts": "face",
        "end": "",
        "end_day": "",
    },
    "capture": dict.fromkeys(CaptureForm.base_fields, "yes") | {"key": str(uuid4())},
    "sandbox_posts": {"text": "Hola", "language": "es", "content_warning": "x", "key": "k", "alt_text": "x"},
    "wagtailadmin_login": {"username": "ana", "password": "x", "next": "/admin/", "remember": "on"},
    "wagtailadmin_password_reset": {"email": "ana@example.org"},
    "wagtailadmin_password_reset_confirm": {"new_password1": "x", "new_password2": "x"},
    "wagtaildocs_authenticate_with_password": {"password": "x", "return_url": "/"},
}
# Parameters of pages. A filter that is wrong is not found; the others choose no more than a language.
FILTERS = {"list": ("tema", "pagina")}
CHOICES = {
    "newsletter_by_mail": ("lang",),
    "capture": ("lang",),
    "newsletter_subscribe": ("lang",),
    "sandbox_posts": ("key",),
}


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
