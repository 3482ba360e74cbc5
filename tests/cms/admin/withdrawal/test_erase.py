"""The page on which a person is erased: what goes and what stays is said first, and the name is typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.models import Contributor, Erasure
from cms.users.roles import REVIEWER
from tests.factories import make_consent, make_contributor, make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ITEM_URL_PATTERN = "https://site.example.org/{kind}/{slug}"


@pytest.fixture
def quote():
    return make_quote("Lo mío.", consent=make_consent(make_contributor("Ana Quispe")))


def address(person):
    return reverse("erasures:contributor", args=[person.pk])


def test_a_person_is_erased_once_their_name_is_typed(admin_client, quote):
    person = quote.item.contributor
    assert (
        address(person)
        in admin_client.get(reverse("wagtailsnippets_cms_contributor:inspect", args=[person.pk])).content.decode()
    )
    page = admin_client.get(address(person)).content.decode()
    for said in ("1 cita sale de la API", "1 texto", "1 versión anterior", "Lo que queda", "escribe: Ana Quispe"):
        assert said in page
    assert "Lo que escribiste no coincide" in admin_client.post(address(person), {"typed": "Ana"}).content.decode()
    assert not Erasure.objects.exists()
    answer = admin_client.post(address(person), {"typed": "ana quispe"}, follow=True).content.decode()
    assert "Borrado para siempre" in answer
    assert "Ana" not in Contributor.objects.get().full_name
    assert "Esto se borró el" in admin_client.get(address(person)).content.decode()
    inspect = admin_client.get(reverse("wagtailsnippets_cms_contributor:inspect", args=[person.pk])).content.decode()
    assert "Esto se borró el" in inspect
    assert address(person) not in inspect


def test_an_item_is_erased_from_its_own_page(admin_client, quote):
    url = reverse("erasures:item", args=[quote.translation_key])
    assert url in admin_client.get(reverse("wagtailsnippets_cms_quote:edit", args=[quote.pk])).content.decode()
    admin_client.post(url, {"typed": "Ana Quispe"})
    assert not quote.item.contents()
    assert Contributor.objects.get().full_name == "Ana Quispe"


def test_only_administrators_erase(client, quote):
    client.force_login(make_user(groups=(REVIEWER,)))
    person = quote.item.contributor
    assert client.get(address(person)).status_code in (302, 403)
    assert client.post(address(person), {"typed": "Ana Quispe"}).status_code in (302, 403)
    assert not Erasure.objects.exists()
    inspect = client.get(reverse("wagtailsnippets_cms_contributor:inspect", args=[person.pk])).content.decode()
    assert address(person) not in inspect
