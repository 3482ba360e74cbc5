"""The pages on which staff look at, approve and follow an edition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter.admin.editions import EditionForm
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Edition
from newsletter.subscribers.reader_links import web_url
from tests.factories import make_quote, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(make_edition):
    return make_edition(("quotes", [make_quote("El agua no espera.")]), send_at=timezone.now() + timedelta(days=1))


def act(client, edition, action, **data):
    return client.post(reverse("newsletter_edition_action", args=[edition.pk]), {"action": action, **data}, follow=True)


def test_the_page_shows_what_is_approved_and_the_button_approves_it(admin_client, edition):
    page = admin_client.get(reverse("newsletter_edition", args=[edition.pk]))
    digest = edition_digest(edition)
    assert digest in page.content.decode()
    assert "El agua no espera." in page.content.decode()
    answer = act(admin_client, edition, "approve", seen=digest)
    assert "Aprobada." in answer.content.decode()
    assert Edition.objects.get().state == "approved"


def test_a_refusal_is_a_sentence(admin_client, edition):
    answer = act(admin_client, edition, "approve", seen="something else")
    assert "Esto cambió" in answer.content.decode()
    assert Edition.objects.get().state == "draft"


def test_the_email_stands_in_a_frame_in_every_mode(admin_client, edition):
    from newsletter.rendering.preview import MODES

    for mode, _label in MODES:
        answer = admin_client.get(reverse("newsletter_edition_email", args=[edition.pk, mode]))
        assert "El agua no espera." in answer.content.decode()
        assert "{{" not in answer.content.decode()
        assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_test_goes_to_oneself_only(admin_client, edition, admin, mailoutbox):
    act(admin_client, edition, "test", language="en")
    [mail] = mailoutbox
    assert mail.to == [admin.email]
    assert mail.subject.startswith("[Prueba]")
    assert "El agua no espera." in mail.body
    assert "El agua no espera." in mail.alternatives[0][0]


def form_of(edition):
    """What the editor sends for `edition` with another subject."""
    raw = edition.body.raw_data
    data = {
        "subject": "Otro asunto",
        "audience": edition.audience_id,
        "month": "2026-11-17",
        "send_at": edition.send_at.strftime("%Y-%m-%d %H:%M"),
        "body-count": "1",
        "body-0-type": "quotes",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": raw[0]["id"],
        "body-0-value-count": "1",
        "body-0-value-0-order": "0",
        "body-0-value-0-deleted": "",
        "body-0-value-0-type": "item",
        "body-0-value-0-value": raw[0]["value"][0]["value"],
    }
    for code in ("en", "fr", "nl"):
        data |= {f"subject_{code}": "", f"preheader_{code}": ""}
    return data | {"preheader": ""}


def test_editing_an_approved_edition_says_that_it_is_no_longer_approved(admin_client, edition):
    act(admin_client, edition, "approve", seen=edition_digest(edition))
    url = reverse("wagtailsnippets_newsletter_edition:edit", args=[edition.pk])
    assert admin_client.get(url).status_code == 200
    answer = admin_client.post(url, form_of(edition), follow=True)
    assert "Hay que aprobarla de nuevo" in answer.content.decode()
    changed = Edition.objects.get()
    assert (changed.state, changed.subject, changed.month.day) == ("draft", "Otro asunto", 1)
    assert changed.last_edited_by.username == "admin"


def test_saving_the_editor_does_not_undo_what_happened_meanwhile(admin_client, edition, monkeypatch):
    url = reverse("wagtailsnippets_newsletter_edition:edit", args=[edition.pk])
    clean = EditionForm.clean_month

    def cancelled_while_the_form_is_checked(form):
        Edition.objects.update(state="cancelled")
        return clean(form)

    monkeypatch.setattr(EditionForm, "clean_month", cancelled_while_the_form_is_checked)
    admin_client.post(url, form_of(edition))
    assert Edition.objects.get().state == "cancelled"


def test_what_was_sent_leads_to_its_web_version(admin_client, edition):
    address = reverse("newsletter_edition", args=[edition.pk])
    assert web_url(edition, "es") not in admin_client.get(address).content.decode()
    Edition.objects.update(state="sent")
    assert f'href="{web_url(edition, "es")}"' in admin_client.get(address).content.decode()


def test_what_is_being_sent_cannot_be_edited(admin_client, edition):
    Edition.objects.update(state="sending")
    url = reverse("wagtailsnippets_newsletter_edition:edit", args=[edition.pk])
    answer = admin_client.get(url, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("newsletter_edition", args=[edition.pk])


def test_strangers_see_nothing(client, edition):
    client.force_login(make_user(groups=()))
    assert client.get(reverse("newsletter_edition", args=[edition.pk])).status_code in (302, 403)
    assert client.post(reverse("newsletter_edition_action", args=[edition.pk])).status_code in (302, 403)


def test_the_list_asks_no_more_of_the_database_with_more_editions(admin_client, make_edition, edition):
    def queries() -> int:
        url = reverse("wagtailsnippets_newsletter_edition:list")
        admin_client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(url).status_code == 200
        return len(captured)

    few = queries()
    for _ in range(4):
        make_edition(("quotes", [make_quote()]))
    assert queries() == few


def test_the_chooser_offers_only_what_may_go_out_by_email(admin_client):
    from tests.factories import make_consent

    make_quote("Esta sí.", topics=(make_topic("Agua"),))
    make_quote("Esta no.", consent=make_consent(allows_newsletter=False))
    answer = admin_client.get(reverse("choose_quote_item:choose")).json()["html"]
    assert "Esta sí." in answer
    assert "Agua" in answer
    assert "Esta no." not in answer
    found = admin_client.get(reverse("choose_quote_item:choose_results"), {"q": "nada así"}).content.decode()
    assert "Esta sí." not in found


def test_the_chooser_asks_no_more_of_the_database_with_more_items(admin_client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse("choose_quote_item:choose_results"))
        return len(captured)

    make_quote()
    queries()
    few = queries()
    for _ in range(6):
        make_quote(topics=(make_topic(),))
    assert queries() == few


def test_build_now_makes_a_draft_and_says_when_there_is_nothing(admin_client, recipe):
    url = reverse("newsletter_build", args=[recipe.pk])
    month = admin_client.get(url).context["months"][1]["value"]
    assert "No hay nada nuevo" in admin_client.post(url, {"month": month}, follow=True).content.decode()
    make_quote()
    answer = admin_client.post(url, {"month": month}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("newsletter_edition", args=[Edition.objects.get().pk])


def test_the_recipe_warns_of_an_hour_that_a_day_does_not_have(admin_client, recipe):
    import datetime as dt

    import time_machine

    url = reverse("recipes:edit", args=[recipe.pk])
    data = {
        "name": "Mensual",
        "audience": recipe.audience_id,
        "is_active": "on",
        "day": "28",
        "hour": "02:30",
        "time_zone": "Europe/Madrid",
        "build_days_before": "5",
        "late_hours": "6",
        "sections-TOTAL_FORMS": "1",
        "sections-INITIAL_FORMS": "0",
        "sections-MIN_NUM_FORMS": "1",
        "sections-MAX_NUM_FORMS": "1000",
        "sections-0-kind": "quote",
        "sections-0-count": "2",
        "sections-0-minimum": "1",
        "sections-0-ORDER": "1",
    }
    with time_machine.travel(dt.datetime(2027, 1, 10, tzinfo=dt.UTC)):
        admin_client.force_login(make_user(is_superuser=True))
        answer = admin_client.post(url, data, follow=True).content.decode()
    assert "28 de Marzo de 2027" in answer or "28 de marzo de 2027" in answer
    assert "se adelantan los relojes" in answer


def test_the_list_says_on_what_day_an_edition_goes_out_and_how_much_it_carries(admin_client, edition):
    """ "Just now" is what Wagtail says of any moment still to come."""
    Edition.objects.update(send_at=datetime(2031, 5, 2, 14, 30, tzinfo=UTC))
    rows = admin_client.get(reverse("wagtailsnippets_newsletter_edition:list")).content.decode()
    assert "02/05/2031 09:30" in rows
    assert "<td>1</td>" in "".join(rows.split())


@pytest.mark.parametrize(
    "typed",
    [
        {"body-count": "x"},
        {"body-count": "9" * 5_000},
        {"body-count": "10000000"},
        {"body-0-order": ""},
        {"body-0-value-count": "10000000"},
        {"body-0-value-0-value": "x"},
    ],
    ids=str,
)
def test_blocks_that_no_form_of_ours_sends_are_a_bad_request(admin_client, edition, typed):
    address = reverse("wagtailsnippets_newsletter_edition:edit", args=[edition.pk])
    assert admin_client.post(address, form_of(edition) | typed).status_code == 400


def test_an_edition_has_no_more_blocks_than_can_be_rendered(admin_client, edition):
    address = reverse("wagtailsnippets_newsletter_edition:edit", args=[edition.pk])
    text = {"type": "text", "deleted": "", "id": "", "value-es": "Hola", "value-en": "", "value-fr": "", "value-nl": ""}
    blocks = {f"body-{place}-{name}": value for place in range(101) for name, value in text.items()}
    orders = {f"body-{place}-order": str(place) for place in range(101)}
    answer = admin_client.post(address, form_of(edition) | blocks | orders | {"body-count": "101"})
    assert answer.status_code == 200
    edition.refresh_from_db()
    assert len(edition.body) == 1
