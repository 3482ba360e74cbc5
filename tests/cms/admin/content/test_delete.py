"""Nothing that was out disappears without a receipt."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Locale

from cms.core.errors import ArchivedError
from cms.models import Passage, Quote, Report
from tests.factories import make_quote

pytestmark = pytest.mark.django_db
BULK = "wagtail_bulk_action"


@pytest.fixture
def published(admin):
    quote = make_quote()
    quote.save_revision(user=admin).publish(user=admin)
    return Quote.objects.get(pk=quote.pk)


def addresses(quote):
    return (
        reverse("wagtailsnippets_cms_quote:delete", args=[quote.pk]),
        reverse(BULK, args=["cms", "quote", "delete"]) + f"?id={quote.pk}",
    )


@pytest.mark.parametrize("number", [0, 1])
def test_what_was_published_is_withdrawn_instead(admin_client, published, number):
    address = addresses(published)[number]
    answer = admin_client.post(address)
    assert Quote.objects.filter(pk=published.pk).exists()
    assert answer.url == reverse("withdrawals:item", args=[published.translation_key])


@pytest.mark.parametrize("number", [0, 1])
def test_a_draft_that_nobody_saw_may_be_deleted(admin_client, number):
    draft = make_quote(live=False)
    admin_client.post(addresses(draft)[number])
    assert not Quote.objects.filter(pk=draft.pk).exists()


@pytest.fixture
def referred():
    draft = make_quote("Una cita por revisar.", live=False)
    report = Report.objects.create(title="Memoria", filename="memoria.md", digest="1")
    Passage.objects.create(report=report, position=1, text="…", item=draft.item)
    return draft


@pytest.mark.parametrize("number", [0, 1])
def test_a_draft_that_something_refers_to_is_archived_and_comes_back(admin_client, referred, number):
    admin_client.post(addresses(referred)[number])
    list_url = reverse("wagtailsnippets_cms_quote:list")
    assert Quote.objects.filter(pk=referred.pk).exists()
    assert "por revisar" not in admin_client.get(list_url + "results/").content.decode()
    assert "por revisar" in admin_client.get(list_url + "results/?state=archived").content.decode()
    with pytest.raises(ArchivedError):
        Quote.objects.get().save_revision().publish()
    url = reverse("bring_back", args=[referred.translation_key])
    edit = reverse("wagtailsnippets_cms_quote:edit", args=[referred.pk])
    assert url in admin_client.get(edit).content.decode()
    assert admin_client.post(url).url == edit
    assert "por revisar" in admin_client.get(list_url + "results/").content.decode()


def test_asking_to_delete_archives_nothing_yet(admin_client, referred):
    admin_client.get(addresses(referred)[0])
    assert referred.item.archived_at is None
    assert Quote.objects.get().item.archived_at is None


def test_a_translation_is_deleted_and_the_original_keeps_the_references(admin_client, referred):
    french = referred.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save()
    admin_client.post(reverse("wagtailsnippets_cms_quote:delete", args=[french.pk]))
    assert [row.pk for row in Quote.objects.all()] == [referred.pk]
    assert Quote.objects.get().item.archived_at is None
