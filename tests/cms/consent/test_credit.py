"""Nobody is named otherwise than their own terms say."""

from __future__ import annotations

import pytest

from cms.consent.credit import credit_of
from cms.models import Credit, Item, Voice
from tests.factories import make_consent, make_contributor, make_quote

pytestmark = pytest.mark.django_db


def test_the_person_who_gave_the_terms_is_named_as_they_say():
    item = make_quote(consent=make_consent(make_contributor(full_name="Rosa Huamán"), credit=Credit.FULL_NAME)).item

    assert credit_of(item, "es").startswith("Rosa Huamán")


def test_what_counts_as_nobodys_names_nobody_even_with_a_consent():
    item = make_quote(consent=make_consent(make_contributor(full_name="Rosa Huamán"), credit=Credit.FULL_NAME)).item
    Item.objects.filter(pk=item.pk).update(voice=Voice.NOBODY)

    assert credit_of(Item.objects.get(pk=item.pk), "es") == ""


def test_without_a_consent_nobody_is_named():
    item = make_quote().item
    item.consent = None

    assert credit_of(item, "es") == ""
