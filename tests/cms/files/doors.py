"""Every way in which a picture or a document comes in, each as one function that brings a file."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.forms import get_document_form
from wagtail.images.api.v3.form_data import build_image_form
from wagtail.models import Collection

from media.models import CustomDocument, CustomImage
from tests.cms.capture.entries import answers, make_link, send
from tests.factories import make_document, make_picture

Door = Callable[[Client, Any, str, bytes], Any]


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def root() -> int:
    return Collection.get_first_root_node().pk


def upload_many(client: Client, user: Any, name: str, data: bytes) -> Any:
    return client.post(reverse("wagtailimages:add_multiple"), {"files[]": upload(name, data), "collection": root()})


def upload_one(client: Client, user: Any, name: str, data: bytes) -> Any:
    sent = {"title": "x", "file": upload(name, data), "collection": root(), "tags": ""}
    return client.post(reverse("wagtailimages:add"), sent)


def upload_that_waits_for_its_form(client: Client, user: Any, name: str, data: bytes) -> Any:
    """Its title is too long: Wagtail keeps the file until somebody writes a shorter one."""
    file = {"files[]": upload(name, data), "collection": root(), "title": "x" * 300}
    answer = client.post(reverse("wagtailimages:add_multiple"), file)
    if answer.status_code == 200 and "uploaded_file_id" in answer.json():
        waiting = answer.json()["uploaded_file_id"]
        address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting])
        prefix = f"uploaded-image-{waiting}"
        return client.post(address, {f"{prefix}-title": "x", f"{prefix}-collection": root(), f"{prefix}-tags": ""})
    return answer


def upload_in_chooser(client: Client, user: Any, name: str, data: bytes) -> Any:
    prefix = "image-chooser-upload"
    sent = {f"{prefix}-title": "x", f"{prefix}-file": upload(name, data), f"{prefix}-collection": root()}
    return client.post(reverse("wagtailimages_chooser:create"), sent)


def replace_file(client: Client, user: Any, name: str, data: bytes) -> Any:
    from PIL import Image

    image = make_picture(Image.new("RGB", (4, 4)), "before.jpg")
    image.get_rendition("width-2")
    sent = {"title": "x", "file": upload(name, data), "collection": root(), "tags": ""}
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), sent)


def post_to_api(client: Client, user: Any, name: str, data: bytes) -> Any:
    """What Wagtail's API makes of a request."""
    told = {"title": "x", "description": "", "collection_id": root()}
    form = build_image_form(CustomImage, SimpleNamespace(model_dump=lambda **_: told), upload(name, data), user)
    return form.save() if form.is_valid() else None


def fill_in_at_workshop(client: Client, user: Any, name: str, data: bytes) -> Any:
    return send(client, make_link(), answers(kind="testimony", photo=upload(name, data), face="yes"))


def fill_in_without_script(client: Client, user: Any, name: str, data: bytes) -> Any:
    sent = answers(kind="testimony", photo=upload(name, data), face="yes")
    return send(client, make_link(), sent, is_phone=False)


def sign_at_workshop(client: Client, user: Any, name: str, data: bytes) -> Any:
    sent = answers(proof="signed_form", signature=upload(name, data), typed_name=None, witness=None)
    return send(client, make_link(), sent)


def change_profile_picture(client: Client, user: Any, name: str, data: bytes) -> Any:
    sent = {
        "name_email-first_name": "Ana", "name_email-last_name": "Ríos", "name_email-email": "ana@example.org",
        "avatar-avatar": upload(name, data), "locale-preferred_language": "es",
        "locale-current_time_zone": "America/Lima", "theme-theme": "system", "theme-contrast": "system",
        "theme-density": "default", "theme-keyboard_shortcuts": "on",
    }  # fmt: skip
    return client.post(reverse("wagtailadmin_account"), sent)


def create_in_code(client: Client, user: Any, name: str, data: bytes) -> Any:
    return CustomImage.objects.create(title="x", file=ContentFile(data, name))


def store_in_code(client: Client, user: Any, name: str, data: bytes) -> Any:
    image = CustomImage(title="x")
    image.file.save(name, ContentFile(data))
    return image


def upload_documents(client: Client, user: Any, name: str, data: bytes) -> Any:
    return client.post(reverse("wagtaildocs:add_multiple"), {"files[]": upload(name, data), "collection": root()})


def upload_document_in_chooser(client: Client, user: Any, name: str, data: bytes) -> Any:
    prefix = "document-chooser-upload"
    sent = {f"{prefix}-title": "x", f"{prefix}-file": upload(name, data), f"{prefix}-collection": root()}
    return client.post(reverse("wagtaildocs_chooser:create"), sent)


def replace_document(client: Client, user: Any, name: str, data: bytes) -> Any:
    document = make_document("before.txt")
    sent = {"title": "x", "file": upload(name, data), "collection": root(), "tags": ""}
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), sent)


def fill_in_document_form(client: Client, user: Any, name: str, data: bytes) -> Any:
    told = {"title": "x", "collection": root(), "tags": ""}
    form = get_document_form(CustomDocument)(told, {"file": upload(name, data)}, user=user)
    return form.save() if form.is_valid() else None


def store_document_in_code(client: Client, user: Any, name: str, data: bytes) -> Any:
    return CustomDocument.objects.create(title="x", file=ContentFile(data, name))


PICTURE_DOORS: tuple[Door, ...] = (
    upload_one, upload_many, upload_that_waits_for_its_form, upload_in_chooser, replace_file, post_to_api,
    fill_in_at_workshop, fill_in_without_script, change_profile_picture, create_in_code, store_in_code,
)  # fmt: skip
DOCUMENT_DOORS: tuple[Door, ...] = (
    upload_documents, upload_document_in_chooser, replace_document, fill_in_document_form, store_document_in_code,
)  # fmt: skip
