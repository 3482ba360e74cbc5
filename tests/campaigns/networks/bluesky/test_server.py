"""Against Bluesky's own server (`make test-bluesky`): what it keeps, what it refuses, and that it keeps it once."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.models import Credentials, Post
from campaigns.networks.base import Reactions, RefusedError, WaitUntilError
from campaigns.networks.bluesky.connect import AppPasswordForm
from campaigns.networks.bluesky.identifiers import record_key_of
from campaigns.networks.bluesky.network import Bluesky
from campaigns.networks.bluesky.rich_text import TEXT, rich_text
from campaigns.networks.bluesky.session import opened_session
from campaigns.networks.connection import NotConnectedError
from campaigns.networks.credentials import credentials_of, keep_credentials
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_due
from cms.core.http.outbound import GuardedAdapter
from cms.withdrawal.withdraw import withdraw_item
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.networks.bluesky.pds.server import PASSWORD, PdsAccount, PersonalDataServer
from tests.campaigns.networks.cases import bluesky
from tests.campaigns.networks.cases.words import LINK, outgoing, png
from tests.campaigns.networks.standins.proxy import FAULTS
from tests.campaigns.networks.test_matrix import Player, impatient
from tests.factories import make_quote
from tests.profiles import examples

pytestmark = [pytest.mark.django_db, pytest.mark.pds]
NETWORK = Bluesky()
# Signs of one code point and of several, marks and links.
FARMER, FLAG = "\U0001f469\U0001f3fd\u200d\U0001f33e", "\U0001f1f5\U0001f1ea"
LONG_LINK = " https://ejemplo.org/es/citas/agua?utm_source=red "
PARTS_OF_TEXT = st.sampled_from(["agua ", "ñ", "e\u0301", FARMER, FLAG, "«", "#Agua ", LONG_LINK, "\n"])
ANY_SIGN = st.characters(exclude_categories=["C"])


def test_a_post_has_its_card_alt_text_language_links_and_label(account, pds):
    words = f"⚠ Habla de violencia\n\n«El agua no se vende.»\n{LINK}\n#Agua"
    post = outgoing(texts=(words,), card=png(1200, 675), is_sensitive=True)
    live = NETWORK.publish(account, post)
    [kept] = pds.posts(account.remote_id)
    value = kept["value"]
    assert (kept["uri"], live.notice, live.rest) == (live.remote_id, "", ())
    assert live.url == f"https://bsky.app/profile/{account.remote_id}/post/{record_key_of(live.remote_id)}"
    assert (value["langs"], value["labels"]["values"]) == (["es"], [{"val": "graphic-media"}])
    [image] = value["embed"]["images"]
    assert (image["alt"], image["aspectRatio"]) == (post.alt_text, {"width": 1200, "height": 675})
    marked = [facet["features"][0] for facet in value["facets"]]
    assert [one.get("uri") or one["tag"] for one in marked] == [LINK, "Agua"]
    blob = {"did": account.remote_id, "cid": image["image"]["ref"]["$link"]}
    assert pds.look("com.atproto.sync.getBlob", **blob).content[:2] == b"\xff\xd8"

    assert NETWORK.publish(account, post) == live
    assert NETWORK.find(account, post) == live
    assert len(pds.posts(account.remote_id)) == 1
    assert NETWORK.is_there(account, live.remote_id)
    assert [NETWORK.take_down(account, live.remote_id) for _ in range(2)] == [True, False]
    assert not NETWORK.is_there(account, live.remote_id)
    assert NETWORK.find(account, post) is None
    assert pds.look("com.atproto.sync.getBlob", **blob).status_code == 400


def test_without_a_card_the_link_has_a_preview(account, pds):
    live = NETWORK.publish(account, outgoing(card=None))
    [kept] = pds.posts(account.remote_id)
    assert kept["value"]["embed"]["external"] == {"uri": LINK, "title": "El agua y la tierra", "description": ""}
    assert live.notice == ""
    NETWORK.take_down(account, live.remote_id)


def test_a_thread_is_there_once_and_each_part_answers_the_one_before(account, pds):
    post = bluesky.thread()
    live = NETWORK.publish(account, post)
    assert live.notice == ""
    assert NETWORK.publish(account, post) == live
    kept = {one["uri"]: one for one in pds.posts(account.remote_id)}
    uris = [live.remote_id, *live.rest]
    assert sorted(kept) == uris
    first, second, third = (kept[uri] for uri in uris)
    assert "reply" not in first["value"]
    assert third["value"]["reply"] == {
        "root": {"uri": first["uri"], "cid": first["cid"]},
        "parent": {"uri": second["uri"], "cid": second["cid"]},
    }
    for uri in uris:
        assert NETWORK.take_down(account, uri)


def test_a_post_of_a_restored_database_is_found_by_its_words(account, pds):
    post = outgoing()
    live = NETWORK.publish(account, post)
    restored = dataclasses.replace(post, since=post.since - timedelta(minutes=5), tried_before=True)
    assert NETWORK.find(account, restored) == live
    assert NETWORK.publish(account, restored) == live
    assert NETWORK.find(account, outgoing(texts=("Otras palabras",))) is None
    NETWORK.take_down(account, live.remote_id)


def test_reactions_are_counted_by_the_view_behind_the_server(account, pds, red):
    live, other = NETWORK.publish(account, outgoing()), pds.make_account("lectora")
    [kept] = pds.posts(account.remote_id)
    subject = {"uri": kept["uri"], "cid": kept["cid"]}
    assert NETWORK.measure(account, live.remote_id) == Reactions(likes=0, shares=0, replies=0)
    for by in (red, other):
        pds.react(by, "like", subject=subject)
    pds.react(other, "repost", subject=subject)
    pds.react(other, "post", text="Sí.", reply={"root": subject, "parent": subject})
    assert NETWORK.measure(account, live.remote_id) == Reactions(likes=2, shares=1, replies=1)
    NETWORK.take_down(account, live.remote_id)


def test_the_account_is_known_by_its_did_and_its_keys_are_renewed(account, pds, red):
    assert (account.remote_id, account.handle, account.server) == (red.did, red.handle, pds.url)
    NETWORK.check(account)
    before = credentials_of(account)
    Credentials.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    NETWORK.check(account)
    after = credentials_of(account)
    assert before["session"] != after["session"]
    assert Credentials.objects.get().expires_at > timezone.now() + timedelta(hours=1)
    # One that cannot be renewed is replaced by a new one.
    *fields, endpoint = after["session"].split(":::")
    broken = ":::".join([*fields[:3], fields[3][:-8] + "AAAAAAAA", endpoint])
    keep_credentials(account, expires_at=timezone.now(), session=broken, app_password=red.app_password)
    NETWORK.check(account)
    assert credentials_of(account)["session"] != broken


def test_from_the_plan_to_the_network_and_back_after_a_withdrawal(account, admin, pds, settings):
    settings.BASE_URL = "https://cosecha.red.ngo"
    quote = make_quote()
    post = make_post(content=quote, campaign=make_campaign(accounts=[account]))
    publish_due(limit=5)
    [kept] = pds.posts(account.remote_id)
    post.refresh_from_db()
    assert (post.state, post.remote_id) == (Post.State.PUBLISHED, kept["uri"])
    assert quote.text in kept["value"]["embed"]["images"][0]["alt"]
    assert kept["value"]["facets"]

    withdraw_item(quote.item, admin, "")
    take_down_due(limit=5)
    post.refresh_from_db()
    assert (post.state, pds.posts(account.remote_id)) == (Post.State.TAKEN_DOWN, [])


def test_a_revoked_app_password_asks_to_connect_again(account, pds):
    other = pds.make_account("otra")
    form = AppPasswordForm({"handle": f"@{other.handle}", "app_password": other.app_password, "server_name": pds.url})
    assert form.is_valid()
    connected = form.connect(None)
    pds.ask("com.atproto.server.revokeAppPassword", {"name": "cosecha"}, other.token)
    Credentials.objects.update(expires_at=timezone.now())
    with pytest.raises(RefusedError) as caught:
        NETWORK.publish(connected, outgoing())
    assert caught.value.needs_reconnect
    with pytest.raises(NotConnectedError):
        form.connect(connected)


def test_the_main_password_is_not_taken(account, pds, red, monkeypatch):
    form = AppPasswordForm({"handle": red.handle, "app_password": PASSWORD, "server_name": pds.url})
    assert "app_password" in form.errors
    form.cleaned_data = {"handle": red.handle, "app_password": PASSWORD, "server_name": pds.url}
    with pytest.raises(NotConnectedError):
        form.connect(None)


@settings(max_examples=examples(0.3))
@given(st.lists(PARTS_OF_TEXT | ANY_SIGN, max_size=80), st.integers(-2, 2))
def test_the_server_takes_exactly_what_fits_and_names_it_as_we_do(account, pds, parts, more):
    text = ("x" + "".join(parts)).strip()
    text += "é" * max(0, 300 - TEXT.count(text) + more)
    post = outgoing(texts=(text,), card=None, link="")
    if not TEXT.size(text).fits:
        with pytest.raises(RefusedError):
            NETWORK.publish(account, post)
        return
    live = NETWORK.publish(account, post)
    assert live.notice == ""
    [kept] = [one for one in pds.posts(account.remote_id) if one["uri"] == live.remote_id]
    for facet in kept["value"].get("facets", []):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert kept["value"]["text"].encode()[start:end].decode().startswith(("#Agua", "ejemplo.org/"))
    assert kept["value"]["text"] == rich_text(text).text
    NETWORK.take_down(account, live.remote_id)


@pytest.mark.nightly
def test_the_server_s_limit_is_kept(db, tmp_path, settings):
    """Thirty new sessions in five minutes."""
    server = PersonalDataServer(tmp_path)
    server.start(rate_limits=True)
    settings.OUTBOUND_ALLOWED = [server.place]
    try:
        red = server.make_account("red")
        for _session in range(30):
            opened_session(server.url, red.handle, red.app_password)
        with pytest.raises(WaitUntilError) as caught:
            opened_session(server.url, red.handle, red.app_password)
    finally:
        server.stop()
    assert timedelta(minutes=3) < caught.value.until - timezone.now() <= timedelta(minutes=5)


class Repository:
    """The posts of an account, as `Player` asks for them."""

    name = "bluesky"

    def __init__(self, server: PersonalDataServer, account: PdsAccount) -> None:
        self.server, self.account, self.port = server, account, server.port

    def read(self) -> dict[str, Any]:
        return {"records": self.server.posts(self.account.did)}

    def reset(self) -> None:
        for one in self.server.posts(self.account.did):
            place = {"repo": self.account.did, "collection": bluesky.POSTS, "rkey": record_key_of(one["uri"])}
            self.server.ask("com.atproto.repo.deleteRecord", place, self.account.token)


@pytest.mark.parametrize("case", bluesky.CASES, ids=lambda case: case.name)
def test_a_lost_answer_doubles_and_loses_nothing(
    case, account, pds, red, proxy_to, monkeypatch, request, record_property
):
    """All steps of a post at night; those that put it there or remove it always."""
    repository = Repository(pds, red)
    player = Player(case, NETWORK, repository, proxy_to(repository))
    player.account = account
    monkeypatch.setattr(GuardedAdapter, "send", impatient(player.proxy))
    values = credentials_of(account)
    fields = values["session"].split(":::")
    keep_credentials(account, session=":::".join([*fields[:4], player.proxy.url]), app_password=values["app_password"])
    steps = case.publishing | case.removing if request.config.getoption("nightly") else {}
    steps = steps or {name: case.publishing[name] for name in case.creating} | {"delete": case.removing["delete"]}
    cells = []
    for step, pattern in steps.items():
        play = player.take_down if step in case.removing else player.publish
        for kind, after in itertools.product(FAULTS, (False, True)):
            outcome = play(pattern, kind, after, step in case.creating)
            cells.append((f"{case.name}, real", step, kind, "after" if after else "before", outcome))
    record_property("matrix", cells)
    assert [cell for cell in cells if cell[-1].startswith("WRONG")] == []
