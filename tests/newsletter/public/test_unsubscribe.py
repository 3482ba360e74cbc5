"""If these fail, somebody cannot leave, is made to leave by a machine that opens links, or leaves too much."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from hypothesis import given
from hypothesis import strategies as st

from cms.core import signing
from newsletter.addresses import address_hash
from newsletter.models import Audience, OptIn, Subscriber, Suppression
from newsletter.subscribers.asks import ask_to_move, confirm
from newsletter.subscribers.mails import mail_askers
from newsletter.subscribers.tokens import (
    LAYOUT,
    LEAVE,
    AskName,
    Reader,
    read_confirm,
    read_leave,
    sign_confirm,
    sign_leave,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(audience):
    from django.utils import timezone

    subscriber = Subscriber.objects.create(email="ana@example.org", name="Ana", language="fr")
    OptIn.objects.create(subscriber=subscriber, audience=audience, how=OptIn.How.PAPER, confirmed_at=timezone.now())
    return Reader(subscriber.pk, audience.pk, subscriber.address_hash)


@pytest.fixture
def strict():
    """A mail client: no cookies, and CSRF checks as in production."""
    return Client(enforce_csrf_checks=True)


def leave_url(reader: Reader) -> str:
    return reverse("newsletter_unsubscribe", args=[sign_leave(reader)])


@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_one_click_needs_no_cookie_no_token_and_no_second_page(strict, reader, form):
    urlencoded = "List-Unsubscribe=One-Click"
    multipart = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    for _again in range(2):
        body = multipart if "multipart" in form else urlencoded
        response = strict.generic("POST", leave_url(reader), body, content_type=form)
        assert response.status_code == 200
        assert not response.cookies
    assert not OptIn.objects.filter(ended_at=None).exists()
    assert Suppression.objects.get().audience_id == reader.audience_id


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_opens_the_link_changes_nothing(strict, reader, method):
    assert getattr(strict, method)(leave_url(reader)).status_code == 200
    assert OptIn.objects.filter(ended_at=None).count() == 1
    assert not Suppression.objects.exists()


def test_leaving_one_newsletter_leaves_the_others_and_all_is_offered(strict, reader):
    other = Audience.objects.create(name="Otra", slug="otra", from_name="O", from_email="o@example.org")
    subscriber = Subscriber.objects.get()
    OptIn.objects.create(subscriber=subscriber, audience=other, how=OptIn.How.PAPER)
    page = strict.post(leave_url(reader))
    assert list(OptIn.objects.filter(ended_at=None).values_list("audience", flat=True)) == [other.pk]
    assert 'value="all"' in page.content.decode()
    strict.post(leave_url(reader), {"scope": "all"})
    assert not OptIn.objects.filter(ended_at=None).exists()
    assert Suppression.objects.filter(audience=None).exists()


def test_leaving_works_after_the_reader_and_the_audience_are_gone(strict, reader, audience):
    Subscriber.objects.all().delete()
    assert strict.post(leave_url(reader)).status_code == 200
    assert Suppression.objects.get().address_hash == reader.address_hash
    Suppression.objects.all().delete()
    audience.delete()
    assert strict.post(leave_url(reader)).status_code == 200


def test_a_subscription_that_moved_is_left_by_the_links_of_earlier_mails(strict, reader):
    subscriber = Subscriber.objects.get()
    (ask,) = ask_to_move(subscriber, "ana.nueva@example.org", source="preferences")
    confirm(AskName(ask.pk, address_hash("ana.nueva@example.org")))
    assert OptIn.objects.get(ended_at=None).subscriber.email == "ana.nueva@example.org"
    strict.post(leave_url(reader))
    hashes = {reader.address_hash, address_hash("ana.nueva@example.org")}
    assert set(Suppression.objects.values_list("address_hash", flat=True)) == hashes
    assert not OptIn.objects.filter(ended_at=None).exists()


def test_a_link_made_before_hashes_had_versions_still_leaves(strict, reader):
    named = LAYOUT.pack(reader.subscriber_id, reader.audience_id, b"\1" * 32)
    old = signing.sign(LEAVE, urlsafe_base64_encode(named))
    assert strict.post(reverse("newsletter_unsubscribe", args=[old])).status_code == 200
    assert Suppression.objects.get(hash_version=1).address_hash == "01" * 32
    assert not OptIn.objects.filter(ended_at=None).exists()


def test_a_damaged_link_says_so_and_offers_a_whole_one(strict, reader):
    whole = sign_leave(reader)
    for damaged in ("A" * 80, whole[:-1], whole[:20], whole.swapcase(), whole + "x"):
        for name in ("newsletter_unsubscribe", "newsletter_preferences"):
            url = reverse(name, args=[damaged])
            for page in (strict.get(url, HTTP_ACCEPT_LANGUAGE="es"), strict.post(url, HTTP_ACCEPT_LANGUAGE="es")):
                assert page.status_code == 404
                assert "no está completo" in page.content.decode()
                assert 'name="email"' in page.content.decode()
    assert not Suppression.objects.exists()
    by_mail = reverse("newsletter_by_mail")
    answers = [strict.post(by_mail, {"email": email}) for email in ("Ana@example.org", "nadie@example.org")]
    assert answers[0].content == answers[1].content
    assert mail_askers() == 1
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    strict.post(re.search(r"https?://\S+?(/boletin/baja/\S+)", message.body)[1])
    assert Suppression.objects.get().address_hash == reader.address_hash


def test_a_whole_link_answers_alike_whether_its_reader_is_here_or_erased(strict, reader):
    french = {"HTTP_ACCEPT_LANGUAGE": "fr"}
    before = [strict.get(leave_url(reader), **french).content, strict.post(leave_url(reader), **french).content]
    Subscriber.objects.all().delete()
    after = [strict.get(leave_url(reader), **french).content, strict.post(leave_url(reader), **french).content]
    assert after == before


def test_an_address_changed_by_its_reader_waits_for_the_new_mailbox(strict, reader):
    url = reverse("newsletter_preferences", args=[sign_leave(reader)])
    assert strict.post(url, {"new_email": "no es"}).status_code == 400
    page = strict.post(url, {"new_email": "Nueva@example.org"}).content.decode()
    assert "nouvelle adresse" in page
    assert OptIn.objects.get(ended_at=None).subscriber.email == "ana@example.org"
    mail_askers()
    assert mail.outbox[0].to == ["nueva@example.org"]
    strict.post(re.search(r"https?://\S+?(/boletin/confirmar/\S+)", mail.outbox[0].body)[1])
    moved = OptIn.objects.get(ended_at=None)
    assert (moved.subscriber.email, moved.subscriber.name) == ("nueva@example.org", "Ana")
    assert moved.subscriber.language == "fr"


def test_the_page_speaks_the_readers_language(strict, reader):
    page = strict.get(leave_url(reader), HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Oui, me désabonner" in page
    assert '<html lang="fr"' in page


def test_the_page_has_no_script_and_no_style_of_its_own(strict, reader):
    response = strict.get(leave_url(reader))
    assert "<script" not in response.content.decode()
    assert "style=" not in response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_a_reader_chooses_their_language(strict, reader):
    url = reverse("newsletter_preferences", args=[sign_leave(reader)])
    assert strict.get(url).status_code == 200
    page = strict.post(url, {"language": "nl"}).content.decode()
    assert "Opgeslagen" in page
    assert Subscriber.objects.get().language == "nl"
    strict.post(url, {"language": "xx"})
    assert Subscriber.objects.get().language == "nl"


readers = st.builds(
    Reader, st.integers(0, 2**63), st.integers(0, 2**31), st.binary(min_size=32, max_size=32).map(bytes.hex)
)


@given(readers)
def test_a_token_names_its_reader_and_holds_for_one_purpose(one):
    assert read_leave(sign_leave(one)) == one
    assert read_confirm(sign_leave(one)) is None
    ask = AskName(one.subscriber_id, one.address_hash)
    assert read_confirm(sign_confirm(ask)) == ask
    assert read_leave(sign_confirm(ask)) is None


@given(st.text(max_size=100))
def test_no_text_makes_the_reading_of_a_token_fail(text):
    assert read_leave(text) is None
    assert read_confirm(text) is None


def test_a_rotated_secret_key_forgets_nobody(reader, settings):
    token = sign_leave(reader)
    settings.SECRET_KEY = "another-one"
    assert read_leave(token) == reader
