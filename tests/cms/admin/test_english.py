"""Who chose English reads English, also where Wagtail keeps the words it was started with."""

from __future__ import annotations

import pytest
from wagtail.users.models import UserProfile

from tests.cms.admin.content.forms import url
from tests.factories import make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def english_client(client):
    user = make_user("jane", is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def test_the_buttons_that_choose_and_the_way_home_speak_english(english_client):
    quote = make_quote("El agua no espera.")
    page = english_client.get(url("edit", quote)).content.decode()
    for spanish, english in {"Inicio": "Home", "Elegir taller": "Choose workshop"}.items():
        assert english in page
        assert spanish not in page


def test_what_is_not_there_is_not_there_in_english(english_client):
    answer = english_client.get("/admin/nowhere/")
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()
