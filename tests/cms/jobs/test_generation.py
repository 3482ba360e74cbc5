"""If this fails, a backup that was put back mails everybody again, or a pause asks people for nothing."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.jobs.generation import SILENCE, Inside, LastRun, Outside, sign_of_copy
from cms.models import Hold

NOW = timezone.now()
TOKENS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9))


def last(ago: timedelta, *, clean: bool = False, alive: bool = False) -> LastRun:
    return LastRun(NOW - ago, clean, alive)


NIGHT, MINUTE, WEEK = timedelta(hours=12), timedelta(minutes=1), timedelta(days=7)
SAME = Outside({"a": 5}, "sqlite:1")
TABLE = {
    "never used": (Inside(), Outside({}, "sqlite:1"), None),
    "stopped for the night": (Inside({"a": 5}, "sqlite:1", last=last(NIGHT, clean=True)), SAME, None),
    "stopped for a week": (Inside({"a": 5}, "sqlite:1", last=last(WEEK, clean=True)), SAME, None),
    "killed and started within a minute": (Inside({"a": 5}, "sqlite:1", last=last(MINUTE)), SAME, None),
    "asleep": (Inside({"a": 5}, "sqlite:1", last=last(NIGHT, alive=True)), SAME, None),
    "killed before it wrote outside": (Inside({"a": 6}, "sqlite:1", last=last(MINUTE)), SAME, None),
    "state folder lost": (Inside({}, "sqlite:1", last=last(NIGHT, clean=True)), Outside({}, "sqlite:1"), None),
    "another machine's runs are unknown here": (Inside({"a": 5, "b": 9}, "", last=last(MINUTE)), SAME, None),
    "silent": (Inside({"a": 5}, "sqlite:1", last=last(SILENCE + MINUTE)), SAME, Hold.Sign.SILENT),
    "silent, in the future": (Inside({"a": 5}, "sqlite:1", last=last(-NIGHT)), SAME, Hold.Sign.SILENT),
    "lower number": (Inside({"a": 4}, "sqlite:1", last=last(MINUTE, clean=True)), SAME, Hold.Sign.BEHIND),
    "unknown process": (Inside({}, "sqlite:1", last=last(MINUTE, clean=True)), SAME, Hold.Sign.BEHIND),
    "another file": (Inside({"a": 5}, "sqlite:2", last=last(MINUTE, clean=True)), SAME, Hold.Sign.MOVED),
    "marked inside": (Inside({"a": 5}, "sqlite:1", True, last(MINUTE, clean=True)), SAME, Hold.Sign.MARKED),
    "marked, in a new place": (Inside({}, "", True), Outside({}, "sqlite:9"), Hold.Sign.MARKED),
}


def test_each_case_of_copy_and_pause():
    wrong = {name: (sign_of_copy(inside, outside, NOW), sign) for name, (inside, outside, sign) in TABLE.items()}
    assert {name: found for name, found in wrong.items() if found[0] != found[1]} == {}


@given(TOKENS, TOKENS)
def test_a_database_is_behind_exactly_where_it_lacks_what_was_done(inside, later):
    ahead = {token: inside.get(token, 0) + number for token, number in later.items()}
    behind = any(token not in inside or number > inside[token] for token, number in ahead.items())
    sign = sign_of_copy(Inside(inside), Outside(ahead), NOW)
    assert (sign == Hold.Sign.BEHIND) is behind
    assert sign_of_copy(Inside({**inside, **ahead}), Outside(ahead), NOW) is None
