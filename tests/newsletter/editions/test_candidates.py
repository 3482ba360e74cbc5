"""The composer loads what it can pick, not the archive, and picks as if it had loaded everything."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.utils import timezone

from cms.models import Item, Kind
from cms.models.kinds.item_contents import in_language, live_contents
from newsletter.editions import candidates
from newsletter.editions.candidates import candidates_for, eligible_item, eligible_items, select_items
from newsletter.editions.selection import SectionRule, pick
from newsletter.models import Edition, EditionItem
from tests.archive import make_archive, make_consents
from tests.factories import make_learning, make_quote, make_topic

pytestmark = pytest.mark.django_db
SECTIONS = [SectionRule("testimony", 1), SectionRule("quote", 3), SectionRule("learning", 2)]


def picked(recipe, sections=SECTIONS):
    now = timezone.now()
    return select_items(recipe, sections, now, now)


def picked_from_everything(recipe, sections=SECTIONS):
    now = timezone.now()
    wanted = {topic.pk for topic in recipe.topics.all()}
    items = list(eligible_items(recipe, now, now))
    contents = live_contents(items)
    rows = [eligible_item(item, in_language(contents[item.translation_key], "es"), wanted) for item in items]
    return pick([row for row in rows if row.topics or not wanted], sections)


def send_before(recipe, items):
    """`items` were in an edition of this audience long ago."""
    edition = Edition.objects.create(audience=recipe.audience, month=dt.date(2020, 1, 1), state=Edition.State.SENT)
    EditionItem.objects.bulk_create(EditionItem(edition=edition, item=item) for item in items)


@pytest.mark.parametrize("seed", range(6))
def test_the_picks_are_those_from_everything(recipe, monkeypatch, seed):
    """With heads so short that the second try and the third are needed."""
    monkeypatch.setattr(candidates, "NEWEST", 1)
    chance = random.Random(seed)
    topics = [make_topic(name) for name in ("Agua", "Género", "Tierra")]
    people = make_consents(chance.randint(2, 8))
    for kind in (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING):
        make_archive(kind, chance.randint(0, 10), consents=people, topics=chance.sample(topics, chance.randint(0, 3)))
        make_archive(kind, chance.randint(0, 4), topics=topics[:1], days_ago=chance.randint(0, 2))
    for _number in range(3):
        make_quote(topics=tuple(chance.sample(topics, 2)))
        make_learning(topics=tuple(chance.sample(topics, chance.randint(0, 2))))
    send_before(recipe, chance.sample(list(Item.objects.all()), 3))
    if chance.random() < 0.5:
        recipe.topics = topics[:2]
        recipe.save()
    found, expected = picked(recipe), picked_from_everything(recipe)
    assert (found.picks, found.thin) == (expected.picks, expected.thin)


def test_one_persons_many_newest_items_do_not_hide_the_others(recipe):
    others = make_archive(Kind.QUOTE, 2, days_ago=30)
    make_archive(Kind.QUOTE, candidates.NEWEST + 10, consents=make_consents(1))
    found = {one.item_id for one in picked(recipe, [SectionRule("quote", 3)]).picks}
    assert {item.pk for item in others} < found


def test_an_item_is_judged_by_its_spanish_words(recipe):
    """Their topics decide, as they do on the screen; words in another language only where there are no others."""
    water, earth = make_topic("Agua"), make_topic("Tierra")
    spanish = make_quote(topics=(water,))
    make_quote(translation_of=spanish, language="en", topics=(earth,))
    english = make_quote(language="en", topics=(earth,))
    now = timezone.now()
    found = candidates_for(recipe, [SectionRule("quote", 3)], now, now).items
    assert {one.item_id: one.topics for one in found} == {spanish.item.pk: ("Agua",), english.item.pk: ("Tierra",)}
