"""Instagram and Threads, where a post is a container first, whose state tells what came of it."""

from __future__ import annotations

from typing import Any

from campaigns.models import Account
from campaigns.networks.base import Outgoing
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.instagram.network import Instagram
from campaigns.networks.threads.network import Threads
from tests.campaigns.factories import make_account
from tests.campaigns.networks.cases.base import Case
from tests.campaigns.networks.cases.words import outgoing
from tests.campaigns.networks.standins.containers import INSTAGRAM, THREADS, THREADS_TOKEN
from tests.campaigns.networks.standins.graph import TOKEN

KINDS = {"instagram": (Instagram, INSTAGRAM, TOKEN), "threads": (Threads, THREADS, THREADS_TOKEN)}


def connect(name: str, url: str) -> Account:
    _network, remote, token = KINDS[name]
    made = make_account(name, server=url, remote_id=remote["id"])
    keep_credentials(made, access_token=token)
    return made


def post_with_address() -> Outgoing:
    return outgoing(card_address="https://cosecha.ejemplo.org/tarjetas/una.jpg")


def count(state: dict[str, Any]) -> int:
    return len(state["posts"])


def kind(name: str, containers: str, publisher: str, posts: str) -> Case:
    return Case(
        name=name,
        stand_in=name,
        network=KINDS[name][0],
        connect=lambda url: connect(name, url),
        outgoing=post_with_address,
        publishing={
            "container": f"POST /v[0-9.]+/[0-9]+/{containers}",
            "status": "GET /v[0-9.]+/71[0-9]+",
            "publish": f"POST /v[0-9.]+/[0-9]+/{publisher}",
            "address": "GET /v[0-9.]+/81[0-9]+",
        },
        creating=frozenset({"publish", "address"}),
        count=count,
        finding={"outcome": "GET /v[0-9.]+/71[0-9]+", "newest": f"GET /v[0-9.]+/[0-9]+/{posts}"},
        removing={"delete": "DELETE /v[0-9.]+/81[0-9]+", "gone?": "GET /v[0-9.]+/81[0-9]+"},
    )


CASES = [kind("instagram", "media", "media_publish", "media"), kind("threads", "threads", "threads_publish", "threads")]
