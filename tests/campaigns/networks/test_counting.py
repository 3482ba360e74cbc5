"""Counted as the network counts: a text that it would refuse never waits for its hour, and none is cut for nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.networks.counting import (
    Measure,
    Unit,
    count_bytes,
    count_escaped,
    count_graphemes,
    count_threads,
    count_utf16,
    count_weighted,
    mastodon_counter,
    size_of,
)

FAMILY, FARMER = "👩‍👩‍👧‍👦", "👩🏽‍🌾"
LINK = "https://ejemplo.org/" + "a" * 300
PIECES = ["agua", LINK, "https://a.example.org/b?c=d.", "(https://ejemplo.org)", "@ana@red.example", FARMER, "…"]
texts = st.lists(st.sampled_from(PIECES)).map(" ".join)
# No full stop, so no link; no emoji.
plain = st.text(st.sampled_from("aßñ\u0303\u0301…€ \n«»—\u202f\u2009日ʼقक"), max_size=60)
# https://docs.x.com/fundamentals/counting-characters: what counts half of everything else.
LIGHT = [(0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037)]

# (text, X, Mastodon, Bluesky, Telegram, LinkedIn, Threads)
COUNTED = [
    ("hola", 4, 4, 4, 4, 4, 4),
    ("niña", 4, 4, 4, 4, 4, 4),
    ("nin\u0303a", 4, 4, 4, 5, 5, 4),
    (f"ver {LINK}", 27, 27, 4 + len(LINK), 4 + len(LINK), 4 + len(LINK), 4 + len(LINK)),
    ("ver ejemplo.org", 27, 15, 15, 15, 15, 15),
    ("(https://ejemplo.org).", 26, 26, 22, 22, 24, 22),
    ("…", 2, 1, 1, 1, 1, 1),
    ("« Non\u202f! »", 10, 9, 9, 9, 9, 9),
    ("日本", 4, 2, 2, 2, 2, 2),
    (FAMILY, 2, 1, 1, 11, 11, 25),
    ("1️⃣🇵🇪", 4, 2, 2, 7, 7, 15),
    ("gracias @ana@red.example.org", 28, 12, 28, 28, 30, 28),
    ("#agua_y_tierra", 14, 14, 14, 14, 17, 14),
]
COUNTERS = (count_weighted, mastodon_counter(), count_graphemes, count_utf16, count_escaped, count_threads)


@pytest.mark.parametrize("text", [row[0] for row in COUNTED])
def test_each_network_counts_in_its_own_way(text):
    [expected] = [row[1:] for row in COUNTED if row[0] == text]
    assert tuple(count(text) for count in COUNTERS) == expected


@given(plain)
def test_letters_weigh_what_x_says_they_weigh(text):
    letters = unicodedata.normalize("NFC", text)
    assert count_weighted(text) == sum(1 if any(a <= ord(one) <= z for a, z in LIGHT) else 2 for one in letters)


@given(texts, st.integers(10, 40))
def test_a_server_that_shortens_links_otherwise_counts_them_otherwise(text, url_length):
    shown, shorter = mastodon_counter(url_length)(text), mastodon_counter(url_length - 1)(text)
    assert shown - shorter == text.count("https://")


def test_the_tightest_of_several_limits_is_the_one_that_is_told():
    measures = Measure(count_graphemes, 300), Measure(count_bytes, 3000, Unit.BYTES)
    assert (size_of("a" * 300, measures).used, size_of("a" * 300, measures).fits) == (300, True)
    crowded = size_of(FAMILY * 121, measures)
    assert (crowded.used, crowded.most, crowded.unit, crowded.fits) == (3025, 3000, Unit.BYTES, False)
    assert "3025" in crowded.sentence


def test_an_empty_text_does_not_fit():
    assert not size_of("", (Measure(count_weighted, 280),)).fits
