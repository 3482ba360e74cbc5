"""If these fail, somebody cannot leave, is made to leave by a machine that opens links, or leaves too much."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from newsletter.models import Audience, OptIn, Subscriber, Suppression
from newsletter.subscribers.tokens import Reader, read_confirm, read_leave, sign_confirm, sign_leave

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


def test_a_changed_address_leaves_as_well(strict, reader):
    subscriber = Subscriber.objects.get()
    subscriber.email = "ana.nueva@example.org"
    subscriber.save()
    strict.post(leave_url(reader))
    assert set(Suppression.objects.values_list("address_hash", flat=True)) == {
        reader.address_hash,
        subscriber.address_hash,
    }
    assert not OptIn.objects.filter(ended_at=None).exists()


def test_a_token_nobody_made_gets_the_same_answer_and_does_nothing(strict, reader):
    real, invented = leave_url(reader), reverse("newsletter_unsubscribe", args=["A" * 80])
    french = {"HTTP_ACCEPT_LANGUAGE": "fr"}
    for method in ("get", "post"):
        answers = [getattr(strict, method)(url, **french) for url in (invented, real)]
        assert {answer.status_code for answer in answers} == {200}
        bodies = [
            answer.content.decode().replace(url, "URL") for answer, url in zip(answers, (invented, real), strict=True)
        ]
        assert bodies[0].replace("A" * 80, "T") == bodies[1].replace(sign_leave(reader), "T")


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
    assert read_confirm(sign_confirm(one)) == one
    assert read_leave(sign_confirm(one)) is None


@given(st.text(max_size=100))
def test_no_text_makes_the_reading_of_a_token_fail(text):
    assert read_leave(text) is None
    assert read_confirm(text) is None


def test_a_rotated_secret_key_forgets_nobody(reader, settings):
    token = sign_leave(reader)
    settings.SECRET_KEY = "another-one"
    assert read_leave(token) == reader
