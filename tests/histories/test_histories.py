"""Promise 1 over whole lives: whatever happens to items, terms, editions and posts, nothing ever appears for a use that
its terms did not allow at that moment.

What is allowed is worked out anew, from the list of what was done, without asking the gate.
"""

from __future__ import annotations

import io
from datetime import timedelta
from itertools import cycle

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cms.jobs import holds
from cms.public.files.photos import photo_of
from cms.public.items.visible_fields import readable
from media.models import CustomImage
from tests.factories import make_testimony
from tests.histories.world import EVERYTHING, NOTHING, START, USES, begin, do, step, unless_refused
from tests.media.pictures.odd_pictures import odd_pictures
from tests.profiles import examples

PEOPLE = 2
EDITS = ["save", "autosave", "publish", "revert", "translate", "named"]

person = st.integers(0, PEOPLE - 1)
terms = st.fixed_dictionaries(
    # Mostly allowed and soon over, so that something is out when less comes to be allowed.
    {f"allows_{use}": st.sampled_from([True, True, False]) for use in USES}
    | {"credit": st.sampled_from(["full_name", "anonymous"]), "days": st.sampled_from([1, 3, 0, None])}
)
acts = st.one_of(
    st.tuples(st.just("record"), person, terms),
    st.tuples(st.just("narrow"), person, terms),
    st.tuples(st.just("withdraw"), person, st.sampled_from(["item", "consent", "own"])),
    st.tuples(st.just("edit"), person, st.sampled_from(EDITS)),
    st.tuples(st.just("move"), person, terms),
    st.tuples(st.just("send"), person, st.none()),
    st.tuples(st.just("post"), person, st.none()),
    st.tuples(st.just("plan"), person, st.none()),
    st.tuples(st.just("days"), st.integers(1, 5), st.none()),
    st.tuples(st.sampled_from(["back_up", "restore", "restore", "release"]), st.just(0), st.none()),
)


@settings(max_examples=examples(0.25))
@given(history=st.lists(acts, min_size=4, max_size=10))
def test_nothing_ever_appears_for_a_use_that_its_terms_did_not_allow_at_that_moment(db, network, history):
    network.posts.clear()
    with step(), time_machine.travel(START, tick=False) as clock:
        world = begin(network)
        world.check()
        for act in history:
            if act[0] == "days":
                clock.shift(timedelta(days=act[1]))
            elif act[0] in ("back_up", "restore"):
                getattr(world, act[0])()
            else:
                with unless_refused():
                    do(world, act)
            world.tick()
            world.check()
        transaction.set_rollback(True)


OUT = [("post", 0, None), ("send", 0, None)]
ENDINGS = {
    "its last day passes": [("days", 7, None)],
    "newer terms allow nothing": [("record", 0, NOTHING)],
    "the person narrows it": [
        ("narrow", 0, EVERYTHING | {"allows_social": False, "allows_newsletter": False, "days": 5})
    ],
    "it is moved to a narrower consent": [("move", 0, NOTHING)],
    "the item is withdrawn": [("withdraw", 0, "item")],
    "the consent is withdrawn": [("withdraw", 0, "consent")],
    "the person withdraws everything": [("withdraw", 0, "own")],
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_out_is_taken_back_when(db, network, ending):
    with time_machine.travel(START, tick=False) as clock:
        world = begin(network)
        mark = world.lives[0].mark
        for act in [("record", 0, EVERYTHING | {"days": 5}), ("edit", 0, "translate"), *OUT]:
            do(world, act)
        world.tick()
        world.check()
        assert world.where_it_is(mark) == {"social", "newsletter"}
        for act in ENDINGS[ending]:
            if act[0] == "days":
                clock.shift(timedelta(days=act[1]))
            else:
                do(world, act)
        world.tick()
        world.check()
        assert world.where_it_is(mark) == set()
        for how in ("publish", "revert", "autosave"):
            with unless_refused():
                do(world, ("edit", 0, how))
            world.tick()
            world.check()


def test_a_picture_of_whatever_format_goes_with_its_words(db, network):
    """One of each, as it is brought; each time another way to take the words back."""
    accepted = [odd for odd in odd_pictures().values() if odd.format and max(odd.size) < 100]
    by_format = {Image.open(io.BytesIO(odd.data)).format: odd for odd in accepted}
    assert set(by_format) >= {"JPEG", "MPO", "PNG", "WEBP", "GIF"}
    for odd, ending in zip(by_format.values(), cycle(ENDINGS), strict=False):
        with step(), time_machine.travel(START, tick=False) as clock:
            world = begin(network)
            life = world.lives[0]
            photo = CustomImage.objects.create(title=odd.name, file=ContentFile(odd.data, odd.name))
            life.quote = make_testimony(photo=photo, consent=world.item(life).consent)
            do(world, ("record", 0, EVERYTHING | {"days": 5, "shows_face": True}))
            shown = photo_of(readable(life.quote, world.item(life)), "small")
            assert shown is not None
            assert Client().get(shown.path).status_code == 200, odd.name
            for act in ENDINGS[ending]:
                if act[0] == "days":
                    clock.shift(timedelta(days=act[1]))
                else:
                    do(world, act)
            world.tick()
            assert Client().get(shown.path).status_code in (404, 410), (odd.name, ending)
            transaction.set_rollback(True)


# What happens between the backup and its being put back, and afterwards.
SINCE = {
    "nothing": [],
    "somebody asks to withdraw": [("ask", 0, None)],
    "its hour comes, and everything is released": [("days", 1, None), ("restore", 0, None), ("release", 0, None)],
    "it is withdrawn": [("days", 1, None), ("withdraw", 0, "item")],
    "less is allowed, and more was sent": [("send", 0, None), ("post", 0, None), ("record", 0, NOTHING)],
}


@pytest.mark.parametrize("since", SINCE)
def test_a_backup_that_is_put_back_in_mid_history_sends_nothing_twice(db, network, since):
    with step(), time_machine.travel(START, tick=False) as clock:
        world = begin(network)
        do(world, ("plan", 0, None))
        world.post(world.lives[0])
        world.back_up()
        world.tick()
        for act in [*SINCE[since], ("restore", 0, None)]:
            if act[0] == "days":
                clock.shift(timedelta(days=act[1]))
            elif act[0] == "restore":
                left = len(world.mailroom.messages), len(world.network.posts)
                world.restore()
                world.tick()
                assert len(world.mailroom.messages) == left[0]
                assert len(world.network.posts) <= left[1]
            else:
                do(world, act)
            world.tick()
        world.check()
        clock.shift(timedelta(days=1))
        do(world, ("release", 0, None))
        for _hour in range(3):
            world.tick()
            clock.shift(timedelta(hours=1))
        world.check()
        assert not holds.all_held()
        transaction.set_rollback(True)


def test_the_check_would_see_what_is_wrongly_there(db, network):
    """Words put out while they are allowed are seen, and complained about once they are not."""
    with time_machine.travel(START, tick=False):
        world = begin(network)
        life = world.lives[0]
        world.post(life)
        world.send(life)
        world.tick()
        assert any(life.mark in one.text for one in network.posts.values())
        assert len(world.mailroom.messages) == 1
        world.check()
        for use in USES:
            allowed = dict(life.allowed)
            life.allowed[f"allows_{use}"] = False
            with pytest.raises(AssertionError, match=use):
                world.check()
            life.allowed = allowed
