"""If these fail, staff cannot see who reads us and why, or subscribe somebody who left."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter.addresses import address_hash
from newsletter.models import OptIn, Subscriber, SubscriptionEvent, Suppression
from newsletter.subscribers.asks import standing_opt_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def given(audience, **changes: str) -> dict[str, str]:
    return {
        "email": "Ana@Example.org",
        "name": "Ana",
        "language": "qu",
        "audience": str(audience.pk),
        "how": "paper",
        "text_shown": "Quiero recibir el boletín",
    } | changes


def test_staff_add_a_reader_with_the_proof(admin_client, admin, audience):
    admin_client.post(reverse("subscribers:add"), given(audience))
    opt_in = OptIn.objects.get()
    assert opt_in.subscriber.email == "ana@example.org"
    assert opt_in.text_shown == "Quiero recibir el boletín"
    assert opt_in.recorded_by == admin
    assert opt_in.confirmed_at is not None


def test_without_proof_nobody_is_added(admin_client, audience):
    admin_client.post(reverse("subscribers:add"), given(audience, text_shown=""))
    assert not Subscriber.objects.exists()


def test_who_left_is_not_added_again_by_staff(admin_client, audience):
    Suppression.objects.create(
        address_hash=address_hash("ana@example.org"), audience=audience, reason=Suppression.Reason.UNSUBSCRIBED
    )
    page = admin_client.post(reverse("subscribers:add"), given(audience)).content.decode()
    assert "solo la propia persona puede volver a suscribirla" in page
    assert not Subscriber.objects.exists()


def test_staff_unsubscribe_whoever_asks_them(admin_client, audience):
    admin_client.post(reverse("subscribers:add"), given(audience))
    subscriber = Subscriber.objects.get()
    url = reverse("newsletter_unsubscribe_by_staff", args=[subscriber.pk, audience.pk])
    assert admin_client.get(url).status_code == 405
    page = admin_client.post(url, follow=True).content.decode()
    assert "se dio de baja el" in page
    assert Suppression.objects.get().source == "staff"


def test_staff_exclude_an_address_without_keeping_it(admin_client, audience):
    admin_client.post(reverse("suppressions:add"), {"email": "Beto@example.org", "reason": "asked", "audience": ""})
    suppression = Suppression.objects.get()
    assert suppression.address_hash == address_hash("beto@example.org")
    assert "beto" not in admin_client.get(reverse("suppressions:index")).content.decode().lower()


def test_a_recorded_exclusion_is_not_edited(admin_client, audience):
    suppression = Suppression.objects.create(address_hash="0" * 64, reason=Suppression.Reason.COMPLAINED)
    response = admin_client.post(reverse("suppressions:edit", args=[suppression.pk]), {"reason": "asked"})
    assert response.status_code in (302, 403)
    assert Suppression.objects.get().reason == "complained"


def test_the_list_asks_no_more_for_more_readers(admin_client, audience):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse("subscribers:index")).status_code == 200
        return len(captured)

    def add(numbers: range) -> None:
        for number in numbers:
            subscriber = Subscriber.objects.create(email=f"r{number}@example.org")
            OptIn.objects.create(subscriber=subscriber, audience=audience, how="paper", confirmed_at=timezone.now())

    add(range(3))
    queries()
    few = queries()
    add(range(3, 12))
    assert queries() == few


def test_everybodys_addresses_are_exported_by_few_and_run_nothing_in_a_spreadsheet(client, admin_client):
    Subscriber.objects.create(email="ana@example.org", name='=HYPERLINK("https://example.org","Ana")')
    exported = reverse("subscribers:index") + "?export=csv"
    row = b"".join(admin_client.get(exported).streaming_content).decode()
    assert "ana@example.org" in row
    assert "'=HYPERLINK" in row
    client.force_login(make_user(groups=("Editor",)))
    assert client.get(exported).status_code in (302, 403)
    assert "export=csv" not in client.get(reverse("subscribers:index")).content.decode()


def test_an_address_changed_by_staff_takes_no_consent_along(admin_client, audience):
    admin_client.post(reverse("subscribers:add"), given(audience))
    subscriber = Subscriber.objects.get()
    edit = reverse("subscribers:edit", args=[subscriber.pk])
    admin_client.post(edit, {"email": "nueva@example.org", "name": "Ana Ruiz", "language": "es"})
    subscriber.refresh_from_db()
    assert (subscriber.email, subscriber.name) == ("ana@example.org", "Ana Ruiz")
    asked = SubscriptionEvent.objects.get(kind="asked")
    assert (asked.email, asked.replaces, asked.answers.count()) == ("nueva@example.org", subscriber, 0)
    # By a door that knows nothing of this, it ends: nothing is sent to an address that agreed to nothing.
    subscriber.email = "otra@example.org"
    subscriber.save()
    assert standing_opt_in("otra@example.org", audience) is None
    page = admin_client.get(reverse("subscribers:inspect", args=[subscriber.pk])).content.decode()
    for words in ("Historial", "Lo anotó el equipo", "Quiero recibir el boletín", "nueva@example.org", "Cambio"):
        assert words in page, words


def test_a_new_proof_written_down_by_staff_is_kept_beside_the_first(admin_client, audience):
    for words in ("Quiero recibir el boletín", "Sí, sigan escribiéndome"):
        admin_client.post(reverse("subscribers:add"), given(audience, text_shown=words))
    assert OptIn.objects.get().text_shown == "Quiero recibir el boletín"
    kept = SubscriptionEvent.objects.filter(kind="recorded").values_list("text_shown", flat=True)
    assert list(kept) == ["Quiero recibir el boletín", "Sí, sigan escribiéndome"]
