"""Nothing that was out disappears without a receipt."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.models import Quote
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
