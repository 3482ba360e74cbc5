"""A text is as long as X takes it to be: nothing that it would refuse waits for its hour, and none is cut for nothing.

The weights were computed with twitter-text-parser 3.0.0, which loads on Python 3.11 only; there they are compared.
"""

from __future__ import annotations

import sys
import time
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.networks.x.text_length import LONGEST_READ, TOP_LEVEL_DOMAINS, count_for_x, links_for_x

FAMILY, FARMER, SCOTLAND = "👨‍👩‍👧‍👦", "👩🏽‍🌾", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"
COUNTED = [
    # Signs.
    ("", 0),
    ("Nos toca liderar.", 17),
    ("«sí» “no” — ’", 13),
    ("…€•", 6),
    ("\u202f", 2),
    ("nin\u0303a", 4),
    ("A\u05e9\u05bc\u05c1", 4),
    ("A\ufb2c", 4),
    ("uno\r\ndos", 7),
    ("سلام नमस्ते ქართ", 17 - 1),
    ("ለሰላም", 8),
    ("水と土地", 8),
    ("\u2000\u200a\u200d\u2010\u201f\u2032\u2037", 7),
    ("\u200e\u2020\u2031\u2038\u10ff\u1100", 11),
    # Emoji.
    ("😷👾😡🔥💩", 10),
    (FAMILY, 2),
    (FAMILY * 140, 280),
    (f"{FARMER}🙋🏽", 4),
    ("1️⃣#⃣*️⃣", 6),
    ("1#*", 3),
    (f"🇵🇪🇨🇴{SCOTLAND}", 6),
    ("☺☺️", 4),
    ("H🐱☺", 5),
    ("💃🏾🏿", 4),
    # Links.
    ("https://ejemplo.org/" + "a" * 300, 23),
    ("HTTPS://EJEMPLO.ORG!", 24),
    ("ejemplo.org", 23),
    ("ver ejemplo.org.", 28),
    ("(https://ejemplo.org/a_(b)).", 26),
    ("https://ejemplo.org/á?b=1&c=2 y t.co", 49),
    ("https://ejemplo.org:8080/~ana/", 23),
    ("http://localhost/a", 18),
    ("archivo.nadie", 13),
    ("ana@red.org", 11),
    ("#ejemplo.org", 12),
    ("-ejemplo.org", 12),
    ("ñandú.org", 24),
    ("例え.jp", 7),
    ("https://例え.jp", 23),
    ("ejemplo.org中国", 27),
    ("https://xn--a.xn--p1ai/é", 23),
    ("https://t.co/abc123_y", 25),
    ("https://t.co/" + "a" * 41, 54),
    ("a" * 64 + ".com", 68),
    ("https://" + "o" * 64 + ".com", 76),
    ("http://" + "あ" * 60 + ".com", 7 + 120 + 4),
    ("https://a.co/" + "b" * 4096, 13 + 4096),
    ("https://ejemplo.org https://ejemplo.org ejemplo.org", 71),
]
PIECES = [
    *(
        "agua",
        "https://",
        "http://",
        "ejemplo.org",
        "EJEMPLO.ORG",
        "a.b.co",
        "t.co/abc",
        "ñandú.com",
        "例え.jp",
        "日本語",
    ),
    *(
        "中国",
        "xn--a.xn--p1ai",
        "/a_(b)",
        "?b=1&c=2",
        ":8080",
        "á/é",
        "example.comм",
        "@ana",
        "#Agua",
        "a@b.org",
        "...",
    ),
    *".,/()?#@$-_…—«»“”’€•[]|~%&'\";!*+=19aZ\n",
    *("\u202f", "\u00a0", "n\u0303", "\r\n", "\u200e", "\ufeff", "ለሰላም", "سلام", "नमस्ते", "ქართ"),
    *(FAMILY, FARMER, SCOTLAND, "🇵🇪", "1️⃣", "☺", "❤️", "🙋🏽", "x" * 70 + ".org", "https://" + "y" * 64 + ".com/z"),
]
texts = st.builds(str.join, st.sampled_from(["", " "]), st.lists(st.sampled_from(PIECES), max_size=14))

if sys.version_info < (3, 12):
    with warnings.catch_warnings():
        # Of `pkg_resources`, which it still needs.
        warnings.simplefilter("ignore")
        from twitter_text import parse_tweet

needs_reference = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="twitter-text-parser needs pkg_resources, which newer Pythons have not"
)


@pytest.mark.parametrize(("text", "weight"), COUNTED)
def test_x_counts_in_its_own_way(text, weight):
    assert count_for_x(text) == weight


@needs_reference
def test_the_weights_are_those_of_twitter_text():
    assert [count_for_x(text) for text, _weight in COUNTED] == [parse_tweet(text).weightedLength for text, _ in COUNTED]


@needs_reference
@given(st.one_of(texts, st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_any_text_weighs_what_twitter_text_says(text):
    assert count_for_x(text) == parse_tweet(text).weightedLength


@needs_reference
@given(st.sampled_from(sorted(TOP_LEVEL_DOMAINS)))
def test_a_bare_domain_is_a_link_where_twitter_text_makes_one(top):
    for text in (f"ejemplo.{top}", f"ejemplo.{top}x", f"https://ejemplo.{top}中/á"):
        assert count_for_x(text) == parse_tweet(text).weightedLength


@pytest.mark.parametrize(
    "text", ["ab." * 300, "ab." * 9000, "-a" * 12_000, "é" * 25_000, "https://a.co/" + "(a" * 9000]
)
def test_no_text_takes_long_to_count(text):
    began = time.process_time()
    assert count_for_x(text) > 280
    assert time.process_time() - began < 5


def test_links_are_not_looked_for_in_what_cannot_fit():
    assert list(links_for_x("ejemplo.org " + "a" * LONGEST_READ)) == []
