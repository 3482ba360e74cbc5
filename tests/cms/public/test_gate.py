"""Promise 1 on the public pages: what is not cleared for the website appears nowhere, and an answer never says more."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.consent.gate import Use, clearance
from cms.models import Item
from cms.public import urls
from cms.public.lists.sections import shelf_of
from tests.cms.refused import GONE, KINDS, REFUSED, SECRET, make_readable

pytestmark = pytest.mark.django_db

# How to fill each address. A new one must be added here, with what it may answer for something refused.
LISTS = {
    "root": lambda content: [],
    "brand_css": lambda content: [],
    "robots": lambda content: [],
    "sitemap": lambda content: [],
    "home": lambda content: ["es"],
    "list": lambda content: ["es", shelf_of(content.kind).segment],
}
ITEMS = {
    "item": lambda content: ["es", shelf_of(content.kind).segment, slug_of(content)],
    "card": lambda content: ["es", shelf_of(content.kind).segment, slug_of(content), "0123456789abcdef"],
    "file": lambda content: ["es", shelf_of(content.kind).segment, slug_of(content), "pdf"],
    "photo": lambda content: ["es", shelf_of(content.kind).segment, slug_of(content), "medium"],
}


def slug_of(content) -> str:
    """The slug, or the one it would have: a draft has none yet."""
    return Item.objects.get(pk=content.item.pk).slug or content.translation_key.hex[:8]


def test_every_public_address_is_covered_here():
    # A person's own page shows them what the gate refuses, and nobody else (test_own_page.py).
    names = {pattern.name for pattern in urls.urlpatterns if not pattern.name.startswith("own_")}
    assert names == LISTS.keys() | ITEMS.keys()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_is_refused_appears_nowhere(client, make, kind):
    content = make(kind)
    assert clearance(Item.objects.get(pk=content.item.pk), Use.WEB, timezone.now()).refusal == REFUSED[make]
    for name, arguments in LISTS.items():
        answer = client.get(reverse(name, args=arguments(content)), follow=True)
        assert answer.status_code == 200
        assert SECRET not in answer.text, name
        assert slug_of(content) not in answer.text, name
    for name, arguments in ITEMS.items():
        address = reverse(name, args=arguments(content))
        answer = client.get(address)
        assert answer.status_code == (410 if make in GONE else 404), name
        assert SECRET not in answer.text.replace(address, ""), name
        assert SECRET not in str(answer.headers)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cleared_appears(client, kind):
    content = make_readable(kind)
    for name in ("home", "list"):
        assert SECRET in client.get(reverse(name, args=LISTS[name](content))).text
    assert SECRET in client.get(reverse("item", args=ITEMS["item"](content))).text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_is_refused_is_not_offered_from_the_same_workshop(client, make, kind):
    from tests.factories import make_workshop

    workshop = make_workshop()
    hidden = make(kind)
    Item.objects.filter(pk=hidden.item.pk).update(workshop=workshop)
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
