"""Staff find a person whatever the accents and capitals, in every list of people, the same on every database."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.core.text.skeleton_search import found_by, words_to_find
from cms.models import Consent, Contributor
from cms.users.models import User
from cms.withdrawal.erase import erase_contributor
from newsletter.models import Subscriber
from tests.factories import make_consent, make_contributor, make_user

pytestmark = pytest.mark.django_db

LISTS = (
    "wagtailsnippets_cms_contributor:list",
    "wagtailsnippets_cms_consent:list",
    "subscribers:index",
    "wagtailusers_users:index",
)
ANGELA, JUAN = ("ÁNGELA ÑAÑEZ", "angela@example.org"), ("Juan Quiñones O'Brien", "juan@example.org")
FOUND = {
    "angela": ANGELA,
    "ANGELA": ANGELA,
    "Ángela": ANGELA,
    "nanez angela": ANGELA,
    "ñañez": ANGELA,
    "ａｎｇｅｌａ": ANGELA,
    "an\u00adge\u200bla": ANGELA,
    "аngеlа": ANGELA,  # Cyrillic а, е
    "angela@exa": ANGELA,
    "quinones": JUAN,
    "QUIÑONES": JUAN,
    "Quin\u0303ones": JUAN,
    "o’brien": JUAN,
}


@pytest.fixture
def people():
    for name, email in (ANGELA, JUAN):
        make_consent(make_contributor(name, email=email))
        Subscriber.objects.create(email=email, name=name)
        first, _space, last = name.partition(" ")
        User.objects.create_user(email, email, first_name=first, last_name=last)


def shown(client, address: str, query: str) -> set[str]:
    rows = client.get(reverse(address), {"q": query}).context["object_list"]
    return {getattr(row, "contributor", row).email for row in rows}


def test_every_list_of_people_finds_them(admin_client, people):
    for query, (_name, email) in FOUND.items():
        assert list(Contributor.objects.filter(found_by(query, "skeleton")).values_list("email", flat=True)) == [email]
    for address in LISTS:
        for query in ("angela", "QUIÑONES"):
            assert shown(admin_client, address, query) == {FOUND[query][1]}, (address, query)
        assert shown(admin_client, address, "angela quinones") == set(), address
        assert {ANGELA[1], JUAN[1]} <= shown(admin_client, address, ""), address


def test_the_report_on_consents_finds_them(admin_client, people):
    for query in ("angela", "QUIÑONES"):
        page = admin_client.get(reverse("consent_report", args=["unused"]), {"q": query})
        lines = " ".join(cell.text for line in page.context["lines"] for cell in line)
        assert [name for name, _email in (ANGELA, JUAN) if name in lines] == [FOUND[query][0]]


def test_a_consent_is_found_by_what_it_covers(admin_client, people):
    consent = Consent.objects.get(contributor__email=JUAN[1])
    consent.label = "Lo que dijo en la reunión de María"
    consent.save(update_fields=["label"])
    assert shown(admin_client, LISTS[1], "reunion maria") == {JUAN[1]}
    assert shown(admin_client, LISTS[1], "reunion quinones") == {JUAN[1]}


def test_a_new_name_is_found_however_it_is_saved_and_an_erased_one_is_not(admin_client, people):
    juan = Contributor.objects.get(email=JUAN[1])
    juan.full_name = "Zoé Peña"
    juan.save(update_fields=["full_name"])
    assert shown(admin_client, LISTS[0], "zoe pena") == {JUAN[1]}
    assert shown(admin_client, LISTS[0], "quinones") == set()
    erase_contributor(juan, make_user(is_superuser=True), "zoe pena")
    assert "zoe" not in " ".join(Contributor.objects.values_list("skeleton", flat=True))
    assert "reunion" not in " ".join(Consent.objects.values_list("skeleton", flat=True))
    left = Contributor.objects.get(pk=juan.pk)
    assert left.skeleton == words_to_find(left.full_name)
