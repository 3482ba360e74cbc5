"""Promise 1 on the public pages: what is not cleared for the website appears nowhere, and an answer never says more."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import Item
from cms.public import urls
from cms.public.lists.sections import section_of
from cms.public.pages.robots_sitemap import ADDRESSES_A_PART
from tests.cms.refused import CLEARED, SECRET, make_readable, make_world
from tests.factories import make_workshop

pytestmark = pytest.mark.django_db

# How to fill each address. A new one must be added here, with what it may answer for something refused.
LISTS = {
    "root": lambda content: [],
    "brand_css": lambda content: [],
    "robots": lambda content: [],
    "sitemap": lambda content: [],
    "sitemap_part": lambda content: [section_of(content.kind).segment, content.pk // ADDRESSES_A_PART],
    "home": lambda content: ["es"],
    "list": lambda content: ["es", section_of(content.kind).segment],
}
ITEMS = {
    "item": lambda content: ["es", section_of(content.kind).segment, slug_of(content)],
    "card": lambda content: ["es", section_of(content.kind).segment, slug_of(content), "0123456789abcdef"],
    "file": lambda content: ["es", section_of(content.kind).segment, slug_of(content), "pdf"],
    "photo": lambda content: ["es", section_of(content.kind).segment, slug_of(content), "medium"],
}


def slug_of(content) -> str:
    """The slug, or the one it would have: a draft has none yet."""
    return Item.objects.get(pk=content.item.pk).slug or content.translation_key.hex[:8]


def test_every_public_address_is_covered_here():
    # A person's own page shows them what the gate refuses, and nobody else (test_own_page.py).
    names = {pattern.name for pattern in urls.urlpatterns if not pattern.name.startswith("own_")}
    assert names == LISTS.keys() | ITEMS.keys()


def test_what_is_refused_appears_nowhere_beside_what_is_cleared(client):
    world, wrong = make_world(), []
    lists = {reverse(name, args=fill(content)) for name, fill in LISTS.items() for content in world.cleared.values()}
    # Each of them offers what is cleared from the same workshop, and nothing else.
    pages = {reverse("item", args=ITEMS["item"](content)) for content in world.cleared.values()}
    for address in sorted(lists | pages):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        wrong += [f"{one} is shown by {address}" for one in world.seen_in(answer.text)]
        wrong += [f"{one} is linked by {address}" for one in world.hidden if slug_of(one.content) in answer.text]
        if address in pages and "related" not in answer.text:
            wrong.append(f"{address} offers nothing")
    for one in world.hidden:
        for name, fill in ITEMS.items():
            address = reverse(name, args=fill(one.content))
            answer = client.get(address)
            if answer.status_code != (410 if one.is_gone else 404):
                wrong.append(f"{one} is answered with {answer.status_code} as {name}")
            said = b"".join(answer).decode(errors="replace")
            if SECRET in said.replace(address, "") + str(answer.headers):
                wrong.append(f"{one} is shown by its {name}")
    for kind, content in world.cleared.items():
        for name in ("home", "list", "item"):
            if f"{CLEARED}-{kind}" not in client.get(reverse(name, args=(LISTS | ITEMS)[name](content))).text:
                wrong.append(f"the cleared {kind} is not in {name}")
    assert wrong == [], "\n".join(wrong)


def test_what_is_refused_is_not_offered_from_the_same_workshop(client):
    workshop = make_workshop()
    hidden = make_readable("quote")
    Item.objects.filter(pk=hidden.item.pk).update(workshop=workshop, withdrawn_at=timezone.now())
    shown = make_readable("learning", topics=(), voice="nobody", workshop=workshop)
    answer = client.get(reverse("item", args=ITEMS["item"](shown)))
    assert answer.status_code == 200
    assert "related" not in answer.text


def test_a_topic_with_nothing_to_read_is_not_found(client):
    content = make_readable("quote")
    topic = content.topics.first()
    address = reverse("list", args=["es", "citas"]) + f"?tema={topic.slug}"
    assert client.get(address).status_code == 200
    Item.objects.update(withdrawn_at=timezone.now())
    assert client.get(address).status_code == 404
