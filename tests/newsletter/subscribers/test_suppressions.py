"""If these fail, somebody who objected is mailed again under another spelling of their address."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.core.signing import keyed_hash
from newsletter.addresses import PURPOSE, address_hash
from newsletter.models import OptIn, Subscriber, Suppression
from newsletter.subscribers.subscriptions import SuppressedError, add_subscriber
from newsletter.subscribers.suppressions import suppress, suppressions_by_address

pytestmark = pytest.mark.django_db


def test_an_objection_holds_under_every_form_of_the_hash(audience, admin):
    spellings = ["ana@straße.example", "ana@xn--strae-oqa.example", "ana@señal.example", "ana@sen\u0303al.example"]
    # Only as it is typed once more: no rule leads there from the canonical form.
    spellings += ["a\u200bna@example.org", "ａｎａ@example.org"]
    for spelling in spellings:
        Suppression.objects.all().delete()
        earlier = keyed_hash(PURPOSE, spelling)
        Suppression.objects.create(address_hash=earlier, hash_version=1, reason=Suppression.Reason.ASKED)
        assert list(suppressions_by_address([spelling.upper().replace("SS", "ß")], audience.pk).values()) == ["asked"]
        with pytest.raises(SuppressedError):
            add_subscriber(spelling, audience, how=OptIn.How.IMPORT, text_shown="Sí", by=admin)
    assert not suppressions_by_address(["ana@strasse.example"], audience.pk)
    assert suppress(address_hash("b@example.org"), None, Suppression.Reason.ASKED, source="x").hash_version == 2


def test_a_persons_own_word_is_not_lost_to_an_earlier_bounce(audience):
    hashed = address_hash("ana@example.org")
    kept_after = {"bounced": "bounced", "asked": "asked", "unsubscribed": "asked", "complained": "complained"}
    for reason, kept in kept_after.items():
        row = suppress(hashed, None, Suppression.Reason(reason), source=reason)
        assert Suppression.objects.get().reason == row.reason == kept


def test_the_command_finds_one_mailbox_in_several_rows_and_mends_the_others(audience):
    plain, twin, old = (Subscriber.objects.create(email=f"{name}@example.org") for name in ("ana", "gemela", "vieja"))
    with connection.cursor() as cursor:
        for row, stored in ((twin, "a\u200bna@example.org"), (old, "vieja@straße.example")):
            cursor.execute(
                "UPDATE newsletter_subscriber SET email = %s, address_hash = %s WHERE id = %s",
                [stored, keyed_hash(PURPOSE, stored), row.pk],
            )
    Suppression.objects.create(
        address_hash=keyed_hash(PURPOSE, "vieja@straße.example"), hash_version=1, reason=Suppression.Reason.COMPLAINED
    )
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("addresses", "--write", stdout=said)
    assert f"{plain.pk} ('ana@example.org'), {twin.pk}" in said.getvalue()
    old.refresh_from_db()
    assert (old.email, old.address_hash) == ("vieja@xn--strae-oqa.example", address_hash("vieja@straße.example"))
    assert Suppression.objects.get(hash_version=2).address_hash == old.address_hash
    twin.delete()
    call_command("addresses", stdout=said)
