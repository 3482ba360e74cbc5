"""If these fail, a garbled address of the admin is a failure of ours instead of a request that cannot be read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("wagtail_bulk_action", args=["cms", "topic", "delete"])


@pytest.mark.parametrize("key", ["x", "9" * 40, "-1", "", "1.0", "١٢", "1\x00"])
def test_a_bulk_action_on_what_is_no_row_is_a_bad_request(admin_client, address, key):
    assert admin_client.get(address, {"id": key}).status_code == 400
    assert admin_client.post(f"{address}?id=1&id={key}").status_code == 400


def test_a_bulk_action_on_rows_and_on_all_of_them_goes_on(admin_client, address):
    topic = make_topic()
    assert admin_client.get(address, {"id": topic.pk}).status_code == 200
    assert admin_client.get(address, {"id": "all"}).status_code == 200
