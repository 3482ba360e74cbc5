"""What makes no sense, comes too late or too often is refused with a sentence, and nothing of it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.models import CaptureEntry, Consent, ConsentTerms, Contributor, Item, Organisation
from media.models import CustomDocument, CustomImage
from tests.cms.capture.entries import answers, files_left, make_link, photo, send, signature

pytestmark = pytest.mark.django_db


def nothing_arrived() -> bool:
    kinds = (Contributor, Consent, ConsentTerms, Item, CaptureEntry, CustomDocument, CustomImage, Organisation)
    return not any(kind.objects.exists() for kind in kinds)


@pytest.mark.parametrize("left_out", ["web", "newsletter", "social", "credit", "place", "until", "minor", "words"])
def test_a_question_without_an_answer_is_never_taken_for_a_yes(client, left_out):
    answer = send(client, make_link(), answers(**{left_out: None}))
    assert (answer.status_code, list(answer.json()["marked"])) == (400, [left_out])
    assert nothing_arrived()


def test_the_next_persons_words_under_the_same_key_are_refused_and_not_lost(client):
    link, sent = make_link(), answers()
    send(client, link, sent)
    assert send(client, link, sent | {"words": "Otras palabras."}).json()["state"] == "other_words"
    page = send(client, link, sent | {"words": "Otras palabras."}, is_phone=False)
    assert page.status_code == 409
    assert "Otras palabras." in page.content.decode()
    assert sent["key"] not in page.content.decode()


def test_a_link_that_ended_or_was_closed_takes_nothing_and_gives_the_words_back(client):
    over = {"expires_at": timezone.now() - timedelta(minutes=1)}, {"closed_at": timezone.now()}
    for fields in over:
        link = make_link(**fields)
        assert send(client, link, answers()).status_code == 410
        page = send(client, link, answers(), is_phone=False)
        assert page.status_code == 410
        assert "El agua tiene memoria" in page.content.decode()
        assert client.get(f"/recoger/{link.token}/").status_code == 410
    assert nothing_arrived()


def test_a_forged_link_leads_nowhere(client):
    token = make_link().token
    for forged in (token[:-2] + ("aa" if token[-2:] != "aa" else "bb"), "A" * 32, "1", "%00", "ñ" * 32, token + "="):
        assert client.get(f"/recoger/{forged}/").status_code == 404
        assert client.post(f"/recoger/{forged}/", answers()).status_code == 404


GARBAGE = SimpleUploadedFile("x.jpg", b"\x00\xff" * 900, "image/jpeg")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "testimony", "photo": GARBAGE, "face": "yes"},
        {"proof": "signed_form", "signature": GARBAGE},
        {"proof": "signed_form", "signature": signature(is_blank=True)},
        {"proof": "signed_form"},
        {"proof": "recorded_voice", "voice": GARBAGE},
        {"kind": "testimony", "photo": photo(), "face": "yes", "proof": "signed_form", "signature": GARBAGE},
        {"kind": "quote", "photo": photo(), "face": "yes"},
        {"kind": "learning"},
        {"key": "1"},
        {"words": "x" * 12_001},
        {"name": " \r\n "},
        {"topic": "999"},
        {"minor": "yes"},
        {"witness": ""},
        {"organisation": "Red Sembrar"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_nothing_is_kept(client, changes):
    for file in changes.values():
        if hasattr(file, "seek"):
            file.seek(0)
    answer = send(client, make_link(), answers(**changes))
    assert answer.status_code == 400
    assert answer.json()["text"]
    assert nothing_arrived()
    assert files_left() == []


def test_fifty_megabytes_are_not_even_read(client):
    link = make_link()
    answer = client.generic(
        "POST", f"/recoger/{link.token}/", b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(50 * 1024 * 1024), headers={"accept": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["state"]) == (413, "too_large")


def test_random_bytes_are_answered_with_an_error_and_not_with_a_crash(client):
    link = make_link()
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json", ""):
        answer = client.generic("POST", f"/recoger/{link.token}/", bytes(range(256)) * 8, content_type=kind)
        assert answer.status_code == 400
    assert nothing_arrived()


def test_one_address_and_one_link_have_their_share_of_an_hour(client, monkeypatch):
    link, sent = make_link(), answers()
    send(client, link, sent)
    monkeypatch.setattr("cms.capture.receive.ENTRIES_AN_HOUR", 1)
    answer = send(client, link, answers())
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert send(client, link, sent).status_code == 201, "what arrived stays arrived"
    monkeypatch.setattr("cms.capture.public.views.ENTRIES_AN_HOUR_AND_ADDRESS", 0)
    assert send(client, make_link(), answers()).status_code == 429
    assert CaptureEntry.objects.count() == 1
