"""What lies as it came in is not for readers until it is cleaned; what was approved of it stays approved."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from cms.consent.approvals import approve_item, has_any_standing_approval
from cms.consent.gate import Refusal, Use, clearance
from cms.files.queue import due_tasks, note_files, work_next
from cms.models import FileTask, Incident, Item
from cms.terms.evidence import keep_evidence
from media.bounded.errors import BUSY, FileRefusedError
from media.models import Brand, CustomDocument, CustomImage, DocumentWords
from tests.cms.capture.entries import files_left
from tests.factories import (
    make_consent,
    make_contributor,
    make_document,
    make_picture,
    make_resource,
    make_testimony,
    make_user,
)
from tests.media.documents.told_documents import WORDS, odt, word
from tests.media.in_process import in_process  # noqa: F401  # a fixture
from tests.media.pictures.odd_pictures import MARKS, odd_pictures, painted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_process")]
HIDDEN = "Juana Quispe"


def stored_as_it_came(row, name: str, data: bytes):
    """As an installation has it that took files in before they were cleaned."""
    path = default_storage.save(f"original_images/{name}", ContentFile(data))
    digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    type(row).objects.filter(pk=row.pk).update(file=path, cleaned_name="", file_hash=digest)
    return type(row).objects.get(pk=row.pk)


def old_photo(name: str = "phone.jpg") -> CustomImage:
    image = make_picture(painted(), "before.jpg", description="Una mujer habla")
    image.get_rendition("width-480|format-jpeg|jpegquality-80")
    return stored_as_it_came(image, name, odd_pictures()[name].data)


def work_all() -> None:
    note_files()
    while work_next():
        pass


def photo_address(testimony) -> str:
    return reverse("photo", args=["es", "testimonios", testimony.item.slug, "small"])


def test_a_photo_is_withheld_until_it_is_cleaned_and_stays_approved(client, admin):
    image = old_photo()
    Brand.objects.create(logo=image)
    testimony = make_testimony(photo=image, is_sensitive=True)
    item = Item.objects.get(pk=testimony.item.pk)
    approve_item(item, item.content_digest, make_user(is_superuser=True))
    came_as = image.file.name
    assert clearance(item, Use.WEB, timezone.now()).is_cleared
    assert client.get(photo_address(testimony)).status_code == 404
    page = client.get(f"/es/testimonios/{item.slug}/", follow=True).content.decode()
    assert testimony.title in page
    assert "/foto-" not in page
    assert client.get(f"/uploads/{came_as}").status_code == 404
    assert client.get(f"/uploads/{image.renditions.get().file.name}").status_code == 404
    with pytest.raises(SourceImageIOError):
        image.get_rendition("width-10")  # a page of the admin, which would decode what came in
    work_all()
    item.refresh_from_db()
    image.refresh_from_db()
    assert image.is_clean
    assert clearance(item, Use.WEB, timezone.now()).is_cleared, "what was approved looks as it did"
    assert has_any_standing_approval(item)
    answer = client.get(photo_address(testimony))
    assert answer.status_code == 200
    assert [mark for mark in MARKS if mark in answer.content] == []
    assert not default_storage.exists(came_as)
    assert [mark for path in files_left() for mark in MARKS if mark in path.read_bytes()] == []
    assert not FileTask.objects.exists()
    assert note_files() == 0


def test_an_approval_of_other_bytes_is_not_carried_over(admin):
    image = old_photo()
    testimony = make_testimony(photo=image, is_sensitive=True)
    item = Item.objects.get(pk=testimony.item.pk)
    approve_item(item, item.content_digest, make_user(is_superuser=True))
    with default_storage.open(image.file.name, "wb") as file:
        file.write(odd_pictures()["sideways.jpg"].data)
    work_all()
    assert clearance(Item.objects.get(pk=item.pk), Use.WEB, timezone.now()).refusal == Refusal.NOT_APPROVED


def test_what_cannot_be_cleaned_stays_withheld_and_staff_are_told_why(client):
    image = old_photo("cut.jpg")
    testimony = make_testimony(photo=image)
    work_all()
    work_all()
    assert client.get(photo_address(testimony)).status_code == 404
    incident = Incident.objects.get()
    assert "dañada" in incident.sentence
    assert (incident.url, incident.count) == (reverse("wagtailimages:edit", args=[image.pk]), 1)
    image.file.save("otra.jpg", ContentFile(odd_pictures()["camera.jpg"].data))
    work_all()
    assert client.get(photo_address(testimony)).status_code == 200, "another file, and nothing is in its way"


def test_a_lost_worker_s_file_is_taken_up_again_and_not_for_ever(monkeypatch):
    image = old_photo()
    note_files()
    past = timezone.now() - timedelta(hours=1)
    FileTask.objects.update(state=FileTask.State.WORKING, lease_ends_at=past, attempts=1)
    assert due_tasks(timezone.now()).exists()
    work_all()
    image.refresh_from_db()
    assert image.is_clean
    other = old_photo()
    note_files()
    FileTask.objects.update(state=FileTask.State.WORKING, lease_ends_at=past, attempts=3)
    work_all()
    other.refresh_from_db()
    assert not other.is_clean
    assert FileTask.objects.get().state == FileTask.State.FAILED


def test_where_others_are_at_work_the_file_waits(monkeypatch):
    @contextmanager
    def none_is_free(patience: float = 0.0):
        raise FileRefusedError(BUSY)
        yield

    image = old_photo()
    monkeypatch.setattr("media.pictures.clean.place", none_is_free)
    work_all()
    monkeypatch.undo()
    assert FileTask.objects.get().state == FileTask.State.WAITING
    work_all()
    image.refresh_from_db()
    assert image.is_clean


def test_a_file_that_was_replaced_meanwhile_is_left_alone():
    image = old_photo()
    note_files()
    image.file.save("otra.jpg", ContentFile(odd_pictures()["camera.jpg"].data))
    image.refresh_from_db()
    name = image.file.name
    work_all()
    image.refresh_from_db()
    assert (image.file.name, image.is_clean) == (name, True)
    assert not FileTask.objects.exists()


def test_evidence_is_neither_touched_nor_ever_handed_to_readers(client, admin):
    data = odd_pictures()["camera.jpg"].data
    evidence = keep_evidence(ContentFile(data, "firma.jpg"), admin)
    make_consent(evidence=evidence)
    resource = make_resource(file=evidence, link="https://example.org/agua")
    work_all()
    evidence.refresh_from_db()
    with evidence.file.open("rb") as file:
        assert file.read() == data
    slug = Item.objects.get(pk=resource.item.pk).slug
    assert client.get(f"/es/recursos/{slug}/archivo.jpg").status_code == 404
    assert client.get(f"/api/v1/resources/{resource.translation_key}").json()["file"] is None
    assert client.get(evidence.url).status_code == 404


def test_a_name_inside_a_document_is_found_before_readers_get_it(client):
    consent = make_consent(make_contributor(HIDDEN), credit="anonymous")
    for name, data in (
        ("guia.docx", word(f"<w:p><w:r><w:t>Dijo {HIDDEN}.</w:t></w:r></w:p>")),
        ("guia.txt", f"{WORDS}, dijo {HIDDEN}.".encode()),
        ("guia.odt", odt(f"<text:p>Dijo {HIDDEN}.</text:p>")),
    ):
        document = CustomDocument.objects.create(title="Guía", file=ContentFile(data, name))
        assert WORDS in DocumentWords.objects.get(document=document).text, name
        resource = make_resource(voice="person", consent=consent, file=document)
        item = Item.objects.get(pk=resource.item.pk)
        assert {finding["where"] for finding in item.disclosure_findings} == {"es.inside"}, name


def test_a_document_that_is_still_to_be_read_is_withheld_and_judged_when_it_is(client, monkeypatch):
    consent = make_consent(make_contributor(HIDDEN), credit="anonymous")
    clean, named = (make_document(name, text.encode()) for name, text in (("a.txt", WORDS), ("b.txt", HIDDEN)))
    CustomDocument.objects.update(is_read=False)
    resources = [make_resource(voice="person", consent=consent, file=document) for document in (clean, named)]
    for resource in resources:
        assert client.get(f"/api/v1/resources/{resource.translation_key}").json()["file"] is None
    work_all()
    url = client.get(f"/api/v1/resources/{resources[0].translation_key}").json()["file"]["url"]
    assert client.get(url).status_code == 200
    item = Item.objects.get(pk=resources[1].item.pk)
    assert clearance(item, Use.WEB, timezone.now()).refusal == Refusal.REVEALS_TOO_MUCH
