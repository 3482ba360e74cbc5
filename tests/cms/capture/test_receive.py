"""What arrives from a phone: once, whole, never live, and allowing exactly what the person chose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from PIL import Image

from cms.capture.entry import last_day
from cms.consent.gate import Use, clearance
from cms.models import (
    CaptureEntry,
    CaptureLink,
    ConsentTerms,
    Contributor,
    Quote,
    Testimony,
    Voice,
)
from media.models import CustomDocument, CustomImage
from tests.cms.capture.entries import answers, files_left, make_link, photo, send, signature, voice
from tests.factories import make_contributor, make_organisation, make_topic
from tests.profiles import examples

pytestmark = pytest.mark.django_db


def test_words_arrive_as_a_draft_with_their_person_and_what_they_allow(client):
    link, topic = make_link(), make_topic("Agua")
    answer = send(client, link, answers(topic=topic.pk))
    assert answer.status_code == 201
    entry = CaptureEntry.objects.get()
    assert answer.json() == {"state": "received", "reference": entry.reference}
    quote = Quote.objects.get()
    assert (quote.text, quote.live, quote.language) == ("El agua tiene memoria y nosotras también.", False, "es")
    assert quote.latest_revision.as_object().topics.get() == topic
    item = entry.item
    assert (item.voice, item.workshop, entry.link) == (Voice.PERSON, link.workshop, link)
    assert (item.contributor.full_name, item.contributor.email) == ("Rosa Quispe Mamani", "rosa@example.org")
    assert not any(clearance(item, use, timezone.now()).is_cleared for use in Use)
    terms = item.consent.current_terms
    assert terms.recorded_by is None
    assert (terms.how, terms.explained_in, terms.note.split(": ")[1]) == ("witnessed", "Español", "Luz Paredes")


def test_a_story_arrives_with_its_photo_and_the_photo_says_nothing_of_where_or_who(client):
    sent = answers(kind="testimony", photo=photo(), face="yes", words="Primero.\r\n\r\nDespués.")
    assert send(client, make_link(), sent).status_code == 201
    testimony = Testimony.objects.get()
    assert testimony.story == "<p>Primero.</p><p>Después.</p>"
    image = testimony.photo
    with image.file.open("rb") as file:
        data = file.read()
    opened = Image.open(BytesIO(data))
    assert (opened.format, dict(opened.getexif()), "FonoFoto" in str(data)) == ("JPEG", {}, False)
    assert "rosa" not in f"{image.title} {image.file.name}".lower()
    assert testimony.latest_revision.as_object().photo == image


def test_a_huge_photo_is_made_smaller(client):
    send(client, make_link(), answers(kind="testimony", photo=photo((4000, 3000)), face="no"))
    assert CustomImage.objects.get().width == 2400


YES_NO = st.sampled_from(["yes", "no"])


@trials(max_examples=examples(0.4))
@given(
    web=YES_NO,
    newsletter=YES_NO,
    social=YES_NO,
    face=YES_NO,
    place=YES_NO,
    shows=YES_NO,
    credit=st.sampled_from(["full_name", "first_name", "role_region", "anonymous"]),
    until=st.sampled_from(["1", "3", "always"]),
    minor=YES_NO,
    organisation=st.sampled_from(["", "Red Sembrar"]),
    has_photo=st.booleans(),
)
def test_what_is_recorded_is_exactly_what_was_chosen(
    client, web, newsletter, social, face, place, shows, credit, until, minor, organisation, has_photo
):
    sent = answers(
        web=web, newsletter=newsletter, social=social, face=face, place=place, shows_organisation=shows,
        credit=credit, until=until, minor=minor, guardian="Ana Mamani", organisation=organisation,
        kind="testimony", photo=photo() if has_photo else None,
    )  # fmt: skip
    assert send(client, make_link(), sent).status_code == 201
    terms = CaptureEntry.objects.latest("pk").item.consent.current_terms
    today = timezone.localdate()
    assert [terms.allows_web, terms.allows_newsletter, terms.allows_social] == [
        answer == "yes" for answer in (web, newsletter, social)
    ]
    assert terms.shows_face == (has_photo and face == "yes")
    assert terms.shows_place == (place == "yes")
    assert terms.shows_organisation == (bool(organisation) and shows == "yes")
    assert (terms.credit, terms.begins_on, terms.networks) == (credit, today, ())
    assert terms.expires_on == (None if until == "always" else last_day(today, int(until)))
    assert (terms.is_minor, terms.guardian) == (minor == "yes", "Ana Mamani" if minor == "yes" else "")


def test_the_same_entry_many_times_is_one_draft_and_the_same_answer(client):
    link, sent = make_link(), answers()
    said = {send(client, link, sent).content for _ in range(5)}
    assert (len(said), CaptureEntry.objects.count(), Contributor.objects.count()) == (1, 1, 1)
    link.closed_at = timezone.now()
    link.save()
    assert send(client, link, sent).status_code == 201, "the answer to the first was lost, and the link closed since"


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_give_one_draft(db):
    link, sent = make_link(), answers(kind="testimony", face="yes")
    together = Barrier(4)

    def at_once(_number: int) -> int:
        together.wait()
        try:
            return send(Client(), link, sent | {"photo": photo()}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(at_once, range(4))) == [201] * 4
    assert (CaptureEntry.objects.count(), Testimony.objects.count(), Contributor.objects.count()) == (1, 1, 1)
    assert (CustomDocument.objects.count(), CustomImage.objects.count(), len(files_left())) == (1, 1, 2)


def test_namesakes_are_two_people_until_staff_say_otherwise(client):
    make_contributor("Rosa Quispe Mamani")
    send(client, make_link(), answers())
    assert Contributor.objects.filter(full_name="Rosa Quispe Mamani").count() == 2


def test_an_organisation_that_is_known_is_not_made_twice(client):
    known = make_organisation("Red Sembrar")
    send(client, make_link(), answers(organisation="red  sembrar", shows_organisation="no"))
    assert Contributor.objects.get().organisation == known


def test_nobody_but_permitted_staff_opens_the_proof(client, admin):
    sent = answers(proof="signed_form", signature=signature())
    assert send(client, make_link(), sent).status_code == 201
    terms = ConsentTerms.objects.get()
    assert (terms.how, terms.evidence.file.name.endswith(".pdf")) == ("signed_form", True)
    assert "rosa" not in f"{terms.evidence.title} {terms.evidence.file.name}".lower()
    assert client.get(terms.evidence.url).status_code in (302, 404)
    assert client.get(f"/uploads/{terms.evidence.file.name}").status_code == 404
    client.force_login(admin)
    assert client.get(terms.evidence.url).status_code == 200


def test_a_spoken_yes_is_kept_as_it_was_recorded(client):
    assert send(client, make_link(), answers(proof="recorded_voice", voice=voice())).status_code == 201
    terms = ConsentTerms.objects.get()
    with terms.evidence.file.open("rb") as file:
        assert file.read() == b"\x1a\x45\xdf\xa3" + b"\0" * 4000
    assert "¿Puede salir en nuestra página web?" in terms.note


def test_line_breaks_and_invisible_signs_never_enter_a_name(client):
    send(client, make_link(), answers(name="Rosa\r\nBcc: todas@example.org\x07", contact="+51 999\r\n111"))
    contributor = Contributor.objects.get()
    assert contributor.full_name == "Rosa Bcc: todas@example.org"
    assert contributor.phone == "+51 999 111"


def test_an_entry_that_waited_for_a_signal_counts_from_the_day_it_was_given(client):
    link = make_link()
    CaptureLink.objects.update(made_at=timezone.now() - timedelta(days=5))
    today = timezone.localdate()
    two_ago, five_ago = today - timedelta(days=2), today - timedelta(days=5)
    days = {two_ago: two_ago, today + timedelta(days=9): today, date(1999, 1, 1): five_ago}
    for said, kept in days.items():
        assert send(client, link, answers(filled_on=said.isoformat(), key=str(uuid4()))).status_code == 201
        assert ConsentTerms.objects.latest("pk").begins_on == kept


@pytest.mark.parametrize("language", ["es", "en", "fr", "nl"])
def test_the_form_speaks_every_readers_language(client, language):
    page = client.get(f"/recoger/{make_link().token}/?lang={language}")
    assert (page.status_code, page["Content-Language"], page["Cache-Control"]) == (200, language, "no-store")
    assert page.content.count(b" checked") == 0


def test_where_people_write_in_several_languages_the_form_asks_in_which(client):
    asked = '<p class="step__also" aria-hidden="true">¿En qué idioma escribes?</p>'
    assert asked in client.get(f"/recoger/{make_link(languages=['es', 'qu']).token}/").content.decode()
    assert asked not in client.get(f"/recoger/{make_link().token}/").content.decode()


def test_a_year_is_never_a_day_more():
    assert last_day(date(2026, 3, 1), 1) == date(2027, 2, 28)
    assert last_day(date(2024, 2, 29), 1) == date(2025, 2, 27)
