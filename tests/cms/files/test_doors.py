"""A file that readers may get is stored as written anew, by whatever door it came in; what cannot be is refused."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db.models import FileField
from PIL import Image

from media.bounded.errors import BUSY, FileRefusedError
from media.fields import CleanedFile
from media.models import CustomDocument, CustomImage
from media.refusals import RefusedFileError
from tests.cms.capture.entries import files_left
from tests.cms.files.doors import (
    DOCUMENT_DOORS,
    PICTURE_DOORS,
    change_profile_picture,
    replace_document,
    replace_file,
    sign_at_workshop,
    upload_document_in_chooser,
    upload_documents,
    upload_in_chooser,
    upload_many,
    upload_one,
    upload_that_waits_for_its_form,
)
from tests.media.in_process import in_process  # noqa: F401  # a fixture
from tests.media.pictures.odd_pictures import MARKS, SENTINEL, odd_pictures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]
# Models whose files come from nowhere outside, and why.
WRITTEN_BY_US = {
    "media.Rendition": "made of a picture that was written anew",
    "wagtailimages.Image": "not the model of this installation's pictures",
    "wagtailimages.Rendition": "not the model of this installation's pictures",
    "wagtaildocs.Document": "not the model of this installation's documents",
}


# What shows a page or answers a script: its refusal is read by somebody.
SHOWING = {
    upload_one, upload_many, upload_that_waits_for_its_form, upload_in_chooser, replace_file, change_profile_picture,
    upload_documents, upload_document_in_chooser, replace_document,
}  # fmt: skip


def brought(door, client, admin, name):
    """What a door answers for a picture; a refusal that only code hears comes back as its sentence."""
    try:
        return door(client, admin, name, odd_pictures()[name].data)
    except RefusedFileError as error:
        return str(error)


def left_in_files() -> list[tuple[str, bytes]]:
    found = []
    for path in files_left():
        data = path.read_bytes()
        found += [(path.name, mark) for mark in MARKS if mark in data]
    return found


def test_each_door_stores_only_what_was_written_anew(admin_client, admin):
    for door in (*PICTURE_DOORS, *DOCUMENT_DOORS):
        before = {path for path in files_left() if path.name != "firma.pdf"}
        answer = brought(door, admin_client, admin, "camera.jpg")
        assert getattr(answer, "status_code", 200) < 400, door.__name__
        assert set(files_left()) - before, f"{door.__name__} stored nothing"
        assert left_in_files() == [], door.__name__
    assert all(image.is_clean for image in CustomImage.objects.all())
    assert all(image.file_size == image.file.size for image in CustomImage.objects.all())


def test_each_door_refuses_with_a_sentence_what_is_damaged(admin_client, admin):
    for door in (*PICTURE_DOORS, *DOCUMENT_DOORS, sign_at_workshop):
        before = files_left()
        answer = brought(door, admin_client, admin, "cut.jpg")
        assert getattr(answer, "status_code", 200) < 500, door.__name__
        if door in SHOWING:
            assert "se puede leer hasta el final" in answer.content.decode(), door.__name__
        assert [path for path in files_left() if path not in before and path.name[:6] not in ("before",)] == [], door


def test_each_door_says_that_others_are_at_work(admin_client, admin, monkeypatch):
    @contextmanager
    def none_is_free(patience: float = 0.0):
        raise FileRefusedError(BUSY)
        yield

    monkeypatch.setattr("media.pictures.clean.place", none_is_free)
    monkeypatch.setattr("media.documents.clean.place", none_is_free)
    for door in (*PICTURE_DOORS, *DOCUMENT_DOORS, sign_at_workshop):
        answer = brought(door, admin_client, admin, "camera.jpg")
        assert getattr(answer, "status_code", 200) in (200, 503), door.__name__
        if "workshop" in door.__name__ or "without_script" in door.__name__:
            assert (answer.status_code, answer["Retry-After"]) == (503, "20")
            assert "No se pierde nada" in answer.content.decode()
        if door.__name__ == "fill_in_without_script":
            assert "El agua tiene memoria" in answer.content.decode(), "what was written comes back"


def test_each_odd_picture_is_stored_bare_in_every_size_or_refused(admin_client, admin):
    for odd in odd_pictures().values():
        CustomImage.objects.all().delete()
        answer = brought(upload_many, admin_client, admin, odd.name)
        assert answer.status_code == 200, odd.name
        assert answer.json()["success"] is not bool(odd.problem), (odd.name, answer.json())
        if odd.problem:
            assert answer.json()["error_message"]
            assert not CustomImage.objects.exists()
            continue
        image = CustomImage.objects.get()
        assert (image.width, image.height) == odd.size, odd.name
        with image.file.open("rb") as stored:
            assert Image.open(stored).format == odd.format, odd.name
        assert image.filename.endswith((".jpg", ".jpeg") if odd.format == "JPEG" else f".{odd.format.lower()}"), (
            odd.name
        )
        for spec in ("original", "width-480|format-jpeg|jpegquality-80", "max-40x12|format-png", "fill-16x16"):
            image.get_rendition(spec)
        assert left_in_files() == [], odd.name


def test_every_field_that_holds_a_file_cleans_it():
    """A new door has a field of its own, or leads to one of these."""
    fields = [
        (model._meta.label, field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    ]
    assert len(fields) > len(WRITTEN_BY_US)
    open_doors = {label for label, field in fields if not issubclass(field.attr_class, CleanedFile)}
    assert open_doors == set(WRITTEN_BY_US)


def test_the_name_of_a_document_says_what_it_is(admin_client, admin):
    for name, suffix in (("notes.png", ".png"), ("other-suffix.jpg", ".png"), ("phone.jpg", ".jpg")):
        CustomDocument.objects.all().delete()
        brought(DOCUMENT_DOORS[-1], admin_client, admin, name)
        assert CustomDocument.objects.get().filename.endswith(suffix)
    assert SENTINEL not in str(CustomDocument.objects.values())
