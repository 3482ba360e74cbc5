"""Two people at the same moment: one takes words back, the other publishes them."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from cms.core.errors import WithdrawnError
from cms.models import Item, Quote
from cms.withdrawal.withdraw import withdraw_item
from tests.factories import make_quote

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_publishes_waits_for_a_withdrawal_that_is_on_its_way_and_is_refused(admin):
    quote = make_quote("Esto se retira mientras alguien lo publica.", live=False)
    began, refused = Event(), []

    def publish() -> None:
        try:
            mine = Quote.objects.get(pk=quote.pk)
            began.set()
            mine.latest_revision.publish(user=admin)
        except WithdrawnError as error:
            refused.append(error)
        finally:
            connection.close()

    other = Thread(target=publish)
    with transaction.atomic():
        withdraw_item(Item.objects.get(), admin)
        other.start()
        assert began.wait(30)
        other.join(1)
        assert other.is_alive()  # it waits: what it saw before is not what it goes by
    other.join(60)
    assert len(refused) == 1
    assert not Quote.objects.get().live
