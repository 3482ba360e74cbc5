"""Counted as the network counts: a text that it would refuse never waits for its hour, and none is cut for nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mastodon import Mastodon

from campaigns.networks.text_length import Measure, count_graphemes, links_in, mastodon_counter

FAMILY, FARMER = "👩‍👩‍👧‍👦", "👩🏽‍🌾"
LINK = "https://ejemplo.org/" + "a" * 300
# (text, graphemes, Mastodon)
COUNTED = [
    ("hola", 4, 4),
    ("nin\u0303a", 4, 4),
    (f"ver {LINK}", 4 + len(LINK), 27),
    ("ver ejemplo.org", 15, 15),
    ("(https://ejemplo.org).", 22, 26),
    ("https://ejemplo.org/a_(b).", 26, 24),
    ("«https://ejemplo.org/á?b=1&c=ñ»", 31, 25),
    ("HTTPS://EJEMPLO.ORG!", 20, 24),
    ("http://localhost/a", 18, 18),
    (FAMILY, 1, 1),
    ("1️⃣🇵🇪", 2, 2),
    ("gracias @ana@red.example.org", 28, 12),
    ("ana@red.example.org", 19, 19),
]
PIECES = [
    "agua",
    LINK,
    "https://a.example.org/b?c=d",
    "https://ejemplo.org",
    "@ana@red.example",
    FARMER,
    "…",
    "n\u0303",
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)


@pytest.mark.parametrize(("text", "graphemes", "mastodon"), COUNTED)
def test_each_network_counts_in_its_own_way(text, graphemes, mastodon):
    assert (count_graphemes(text), mastodon_counter()(text)) == (graphemes, mastodon)


@given(texts)
def test_mastodon_is_counted_as_its_library_counts(text):
    assert mastodon_counter()(text) == Mastodon.get_status_length(text)


@given(texts, st.integers(10, 40))
def test_a_server_that_shortens_links_otherwise_counts_them_otherwise(text, url_length):
    shown, shorter = mastodon_counter(url_length)(text), mastodon_counter(url_length - 1)(text)
    assert shown - shorter == len(list(links_in(text)))


def test_what_is_too_long_is_told_with_both_numbers_and_nothing_fits_no_limit():
    size = Measure(count_graphemes, 300).size("a" * 301)
    assert (size.fits, "301" in size.sentence, "300" in size.sentence) == (False, True, True)
    assert not Measure(count_graphemes, 300).size("").fits
