"""If these fail, a donor reads numbers that are not so."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cms.channels import Mailing, SharedPost
from cms.impact.numbers import (
    Harvest,
    ImpactItem,
    Tally,
    add_known,
    best_posts,
    narrow,
    only_campaign,
    tally,
    tally_by,
    tally_by_network,
    without_made_up,
)

NOW, TODAY = datetime(2026, 11, 1, tzinfo=UTC), date(2026, 11, 1)
WATER, SEEDS = 1, 2


def post(item, network="mastodon", **fields):
    return SharedPost(item, network, network.title(), NOW, **fields)


def world():
    """Item 1 is about water, item 2 about water and seeds, item 3 about nothing and older than the period."""
    return Harvest(
        reports=2,
        accepted=[(1, 1), (1, None), (2, 3)],
        items={
            1: ImpactItem(1, "quote", TODAY, frozenset([WATER])),
            2: ImpactItem(2, "quote", TODAY, frozenset([WATER, SEEDS])),
            3: ImpactItem(3, "learning"),
        },
        mailings=[
            Mailing(7, "Noviembre", NOW, "es", 100, frozenset([1, 2])),
            Mailing(7, "Noviembre", NOW, "en", 20, frozenset([1])),
        ],
        posts=[
            post(1, hours=24, likes=3, shares=0, views=None, campaign=5),
            post(2, "bluesky", hours=1, likes=1, views=40),
            post(2, campaign=5),
        ],
    )


def test_what_nobody_told_is_not_zero():
    assert add_known([None, None]) is None
    assert add_known([None, 0]) == 0
    assert add_known([None, 2, 3]) == 5
    assert tally(world()) == Tally(published=2, mails=120, posts=3, measured=2, likes=4, shares=0, views=40)
    assert tally(world()).reactions == 4
    assert tally(Harvest()).reactions is None


def test_an_item_of_two_topics_counts_in_each_and_a_mail_once_in_each():
    found = tally_by(world(), lambda item: item.topics)
    assert found[WATER] == Tally(published=2, mails=120, posts=3, measured=2, likes=4, shares=0, views=40)
    assert found[SEEDS] == Tally(published=1, mails=100, posts=2, measured=1, likes=1, views=40)


def test_a_group_with_nothing_to_tell_has_no_row():
    assert tally_by(world(), lambda item: [item.key]).keys() == {1, 2}


def test_a_network_counts_its_own_posts():
    found = tally_by_network(world())
    assert found["Mastodon"] == Tally(posts=2, measured=1, likes=3, shares=0)
    assert found["Bluesky"] == Tally(posts=1, measured=1, likes=1, views=40)


def test_one_topic_alone_counts_only_what_is_about_it():
    found = narrow(world(), lambda item: SEEDS in item.topics)
    assert (found.reports, list(found.accepted)) == (0, [])
    assert (tally(found).mails, tally(found).posts, tally(found).published) == (100, 2, 1)


def test_the_reports_of_a_part_are_those_it_came_from():
    found = narrow(world(), lambda item: item.kind == "learning")
    assert (found.reports, found.accepted) == (1, [(2, 3)])


def test_one_campaign_alone_counts_its_posts_and_what_they_are_about():
    found = only_campaign(world(), 5)
    assert (len(found.posts), found.items.keys(), found.mailings) == (2, {1, 2}, [])


def test_made_up_numbers_are_left_out_where_there_are_others():
    sandbox = post(1, "sandbox", is_made_up=True, likes=999)
    assert without_made_up([sandbox, post(2)]) == [post(2)]
    assert without_made_up([sandbox]) == [sandbox]
    assert Harvest(posts=[sandbox]).is_made_up


def test_the_best_posts_are_those_of_which_something_is_known():
    unknown, seen, loved = post(1), post(2, views=900), post(3, likes=2)
    assert best_posts([unknown, seen, loved]) == [loved, seen]
