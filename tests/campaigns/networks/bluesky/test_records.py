"""A post is the same record at every try, under a key that the server takes, with facets on the bytes they mean."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from atproto import client_utils
from atproto_client.utils.facet_detection import detect_facets
from hypothesis import given
from hypothesis import strategies as st

from campaigns.networks.bluesky.identifiers import cid_of, moment_of, record_key_of, tid_of, web_address
from campaigns.networks.bluesky.records import records_of
from campaigns.networks.bluesky.rich_text import TEXT, rich_text, shown_link
from campaigns.networks.text_length import count_graphemes
from tests.campaigns.networks.cases.words import LINK, outgoing
from tests.campaigns.networks.standins.bluesky import DID, TID

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
# Four people who are one sign, of 25 bytes.
FAMILY = "\u200d".join("\U0001f469\U0001f469\U0001f467\U0001f467")
EXAMPLES = ["agua", "ñ", "«", ".", "#Agua", "#2026", "#", "#Niñez,", LINK, "\n", "\U0001f469\U0001f3fd"]
WORDS = st.lists(st.sampled_from(EXAMPLES), max_size=12)


def place_of(facet: dict[str, Any]) -> tuple[int, int]:
    return facet["index"]["byteStart"], facet["index"]["byteEnd"]


@given(st.text(max_size=40), MOMENTS, st.integers(0, 20))
def test_a_key_is_a_tid_and_the_same_at_each_try(key, since, part):
    tid = tid_of(key, since, part)
    assert TID.fullmatch(tid)
    assert tid == tid_of(key, since, part)
    assert moment_of(tid) == since + timedelta(microseconds=part)


@given(st.text(max_size=40), st.text(max_size=40), MOMENTS, MOMENTS)
def test_keys_sort_by_time_and_those_of_a_thread_follow_one_another(one, other, first, second):
    if first < second:
        assert tid_of(one, first) < tid_of(other, second)
    assert tid_of(one, first) < tid_of(one, first, 1) < tid_of(other, first, 2)


@pytest.mark.parametrize("key", ["", "self", "3n3gamgr4map", "3n3gamgr4mapt2", "zn3gamgr4mapt", "3n3gamgr4map1"])
def test_a_key_that_is_no_tid_has_no_time(key):
    assert moment_of(key) is None


@given(WORDS.map(" ".join))
def test_facets_stand_on_whole_links_and_tags(text):
    shown = rich_text(text)
    marked = []
    for facet in shown.facets:
        start, end = place_of(facet)
        marked.append(shown.text.encode()[start:end].decode())
    expected = [found.rstrip(",") for found in re.findall(r"#Agua|#Niñez,|https\S+", text)]
    assert marked == [shown_link(one) if one.startswith("https") else one for one in expected]
    assert count_graphemes(shown.text) <= TEXT.count(text)


@given(st.lists(st.sampled_from([*"abñ1_.,#＃()¿!\n ", "\ufe0f", "\u200d", "\u00ad", "👩"]), max_size=30).map("".join))
def test_tags_are_those_that_the_app_would_mark(text):
    """Against atproto's port of the app's own rules."""
    theirs = [
        (facet.index.byte_start, facet.index.byte_end, feature.tag)
        for facet in detect_facets(text)
        for feature in facet.features
        if feature.py_type == "app.bsky.richtext.facet#tag"
    ]
    ours = [(*place_of(one), one["features"][0]["tag"]) for one in rich_text(text).facets]
    assert ours == theirs


def test_facets_are_those_of_the_library_s_own_builder():
    built = (
        client_utils.TextBuilder()
        .text("El año: ")
        .link("ejemplo.org/es/citas/agu…", LINK)
        .text(" ")
        .tag("#Niñez", "Niñez")
    )
    ours = rich_text(f"El año: {LINK} #Niñez")
    assert ours.text == built.build_text()
    theirs = [(facet.index.byte_start, facet.index.byte_end) for facet in built.build_facets()]
    assert [place_of(one) for one in ours.facets] == theirs


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ejemplo.org", "ejemplo.org"),
        ("https://ejemplo.org/", "ejemplo.org"),
        ("https://ejemplo.org/es/citas/ag", "ejemplo.org/es/citas/ag"),
        ("https://ejemplo.org/es/citas/agua?utm_source=red", "ejemplo.org/es/citas/agu…"),
        ("https://ejemplo.org:8000?a=1", "ejemplo.org:8000?a=1"),
    ],
)
def test_a_link_is_shown_as_the_app_shows_it(address, shown):
    assert shown_link(address) == shown


@pytest.mark.parametrize(
    ("text", "used"),
    [("a" * 300, 300), ("", 0), ("é" * 301, 301), (f"{LINK}", 25), (FAMILY * 120, 300), (FAMILY * 121, 303)],
)
def test_what_counts_is_what_is_sent_and_bytes_where_they_run_out_first(text, used):
    assert TEXT.count(text) == used


def test_each_part_of_a_thread_names_the_first_and_the_one_before():
    post = outgoing(texts=("uno", "dos", "tres"))
    first, second, third = records_of(post, DID)
    assert "reply" not in first.value
    assert third.value["reply"] == {"root": first.reference, "parent": second.reference}
    assert [record.value["createdAt"] for record in (first, second, third)] == sorted(
        {record.value["createdAt"] for record in (first, second, third)}
    )
    assert records_of(post, DID) == [first, second, third]
    assert "embed" in first.value
    assert "embed" not in second.value


def test_the_identifier_of_a_record_is_that_of_bluesky():
    """A record that a real server of Bluesky kept, and the identifier that it answered."""
    record = {
        "$type": "app.bsky.feed.post",
        "text": "Hola ñandú",
        "langs": ["es"],
        "createdAt": "2026-11-29T03:12:00.644Z",
    }
    assert cid_of(record) == "bafyreidjkxcz7fmbjd2lgotpdmawd3lyoj66rmpptcv4m7hwbjpxkftpse"


def test_an_address_holds_although_the_account_takes_another_name():
    uri = f"at://{DID}/app.bsky.feed.post/3n3gamgr4mapt"
    assert web_address(uri) == f"https://bsky.app/profile/{DID}/post/3n3gamgr4mapt"
    assert record_key_of(uri) == "3n3gamgr4mapt"
