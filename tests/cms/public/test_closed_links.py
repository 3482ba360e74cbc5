"""The link to join a webinar, and an invitation that not everybody may see, are nowhere that a reader can look."""

from __future__ import annotations

import json
import logging

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from campaigns.posts.prepare import parts_of
from cms.api.api import api
from cms.models import DiscussionGroup, Item, Webinar
from cms.models.kinds.item_contents import in_language, live_contents
from cms.public import urls
from cms.public.items.item_page import render_item_page
from cms.public.items.item_urls import address_of
from newsletter.editions.item_preview import preview_of_content
from newsletter.rendering.content import entry_of
from tests.factories import make_consent, make_group, make_topic, make_webinar, make_workshop

pytestmark = pytest.mark.django_db
KEPT = "clave-que-nadie-lee"
LINK = f"https://reuniones.example.org/sala?{KEPT}"


def webinar(**options):
    return make_webinar("Agua", join_link=LINK, recording="https://example.org/video", **options)


def group_of(seen_by):
    return lambda **options: make_group("Guardianas", invitation=LINK, seen_by=seen_by, **options)


MAKERS = {"webinar": webinar, "registered": group_of("registered"), "staff": group_of("staff")}


@pytest.fixture(params=MAKERS)
def kept(request):
    """Something with a link that is kept, as visible as can be, in two languages."""
    options = {"topics": (make_topic("Agua"),), "workshop": make_workshop("Encuentro"), "consent": make_consent()}
    content = MAKERS[request.param](voice="person", **options)
    MAKERS[request.param](language="en", translation_of=content)
    return content


def everywhere_on_the_site(content):
    """Every public address, filled for `content` in both languages."""
    item = Item.objects.get(pk=content.item.pk)
    segment = address_of(content, item).split("/")[-3]
    fill = {"language": ["es", "en"], "segment": [segment], "slug": [item.slug], "size": ["medium"], "ending": ["pdf"]}
    fill["part"] = ["0"]
    for pattern in urls.urlpatterns:
        if pattern.name.startswith("own_"):
            continue
        names = list(pattern.pattern.converters)
        for language in fill["language"]:
            values = {name: fill.get(name, ["0123456789abcdef"])[0] for name in names}
            yield reverse(pattern.name, kwargs=values | ({"language": language} if "language" in names else {}))


def everywhere_in_the_api(content):
    for path in api.get_openapi_schema()["paths"]:
        filled = path.replace("{id}", str(content.translation_key)).replace("{slug}", "agua")
        yield from (filled, f"{filled}?language=en")


def test_no_page_list_map_or_answer_of_the_api_has_it(client, kept, caplog):
    caplog.set_level(logging.DEBUG)
    seen = 0
    for address in (*everywhere_on_the_site(kept), *everywhere_in_the_api(kept), "/api/v1/openapi.json"):
        answer = client.get(address, follow=True)
        assert KEPT.encode() not in answer.content, address
        assert KEPT not in str(answer.headers), address
        seen += kept.title.encode() in answer.content
    assert seen > 5
    assert KEPT not in caplog.text


@pytest.mark.indexes
def test_nobody_finds_it_by_searching_for_it(client, kept):
    for content in type(kept).objects.all():
        index.insert_or_update_object(content)
    path = "webinars" if isinstance(kept, Webinar) else "discussion-groups"
    assert client.get(f"/api/v1/{path}", {"search": kept.title}).json()["items"]
    for word in (KEPT, KEPT[:5], "reuniones", "reuniones.example.org", LINK):
        assert client.get(f"/api/v1/{path}", {"search": word}).json()["items"] == []


def test_no_email_post_or_check_reads_it(kept):
    item = Item.objects.get(pk=kept.item.pk)
    content = in_language(live_contents([item])[item.translation_key], "es")
    assert KEPT not in json.dumps(content.texts())
    assert KEPT not in str(parts_of(content))
    assert KEPT not in str(entry_of(item, content, "es"))
    if isinstance(kept, Webinar):
        kept.item = item
        assert KEPT not in preview_of_content(kept)
    assert not mail.outbox


def test_not_even_a_preview_shows_it(rf, kept):
    assert KEPT not in render_item_page(kept, rf.get("/"), is_preview=True)


def test_the_list_that_staff_download_does_not_carry_it(admin_client, kept):
    name = kept._meta.model_name
    for form in ("csv", "xlsx"):
        answer = admin_client.get(reverse(f"wagtailsnippets_cms_{name}:list"), {"export": form})
        assert KEPT.encode() not in b"".join(answer)


def test_an_invitation_for_everybody_is_on_the_page_and_in_the_api(client):
    group = group_of("everybody")()
    assert LINK in client.get(address_of(group)).text
    assert client.get(f"/api/v1/discussion-groups/{group.translation_key}").json()["invitation"] == LINK


def test_it_disappears_in_every_language_when_fewer_may_see_it(client, admin):
    group = group_of("everybody")()
    english = group_of("everybody")(language="en", translation_of=group)
    group.seen_by = "staff"
    group.save_revision(user=admin).publish(user=admin)
    for content in (group, english):
        assert LINK not in client.get(address_of(content)).text
    assert set(DiscussionGroup.objects.values_list("seen_by", flat=True)) == {"staff"}
    # Nor does an older revision of the translation bring it back.
    english.revisions.first().publish(user=admin)
    assert LINK not in client.get(address_of(english)).text
    assert DiscussionGroup.objects.get(pk=english.pk).first_published_at <= timezone.now()
