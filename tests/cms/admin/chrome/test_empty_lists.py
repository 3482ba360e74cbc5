"""A list without rows tells a newcomer what it is for and where to begin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from cms.admin.chrome.empty_lists import EMPTY_LISTS
from cms.models import Organisation
from newsletter.models import Audience
from tests.factories import make_user

pytestmark = pytest.mark.django_db

VIEWSETS = {
    "cms.report": "report:index",
    "media.customimage": "wagtailimages:index",
    "media.customdocument": "wagtaildocs:index",
    "newsletter.recipe": "recipes:index",
    "newsletter.audience": "audiences:index",
    "newsletter.subscriber": "subscribers:index",
    "newsletter.suppression": "suppressions:index",
    "campaigns.campaign": "campaigns:index",
    "campaigns.post": "posts:index",
    "campaigns.account": "accounts:index",
}
SNIPPETS = {model._meta.label_lower: model.snippet_viewset.get_url_name("list") for model in get_snippet_models()}
LISTS = VIEWSETS | SNIPPETS


def test_every_list_of_ours_has_words_for_when_it_is_empty():
    assert set(LISTS) == set(EMPTY_LISTS)


@pytest.mark.parametrize("label", sorted(LISTS))
def test_an_empty_list_says_what_it_is_for_and_leads_to_the_first_step(label, admin_client):
    if label == "newsletter.audience":
        Audience.objects.all().delete()
    answer = admin_client.get(reverse(LISTS[label]))
    page = answer.content.decode()
    words = EMPTY_LISTS[label]
    assert str(words.sentence)[:40] in page
    assert f">{words.step}</a>" in page


def test_who_may_not_take_the_first_step_is_not_sent_there(client):
    reader = make_user("mira")
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_post"]))
    client.force_login(reader)
    page = client.get(reverse("posts:index")).content.decode()
    words = EMPTY_LISTS["campaigns.post"]
    assert str(words.title) in page
    assert str(words.step) not in page


def test_a_search_without_a_find_does_not_speak_of_beginnings(admin_client):
    Organisation.objects.create(name="Red Sembrar")
    page = admin_client.get(reverse("wagtailsnippets_cms_organisation:list"), {"q": "zzz"}).content.decode()
    assert "cosecha-empty" not in page
