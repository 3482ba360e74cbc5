"""What a phone sends, for tests to change one thing of."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from cms.models import CaptureLink
from tests.factories import make_user, make_workshop


def make_link(**fields: Any) -> CaptureLink:
    defaults = {"expires_at": timezone.now() + timedelta(days=1), "languages": ["es"]}
    return CaptureLink.objects.create(
        **(defaults | {"workshop": fields.pop("workshop", None) or make_workshop("Taller de agua"), **fields})
    )


def send(client: Client, link: CaptureLink, sent: dict[str, Any], *, is_phone: bool = True) -> Any:
    headers = {"accept": "application/json"} if is_phone else {}
    return client.post(f"/recoger/{link.token}/", sent, headers=headers)


def files_left() -> list[Path]:
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] if settings.MEDIA_ROOT.exists() else []


def answers(**changes: Any) -> dict[str, Any]:
    """A quote, allowed on the website only, first name only, for a year, with a witness."""
    sent = {
        "key": str(uuid4()),
        "kind": "quote",
        "words": "El agua tiene memoria y nosotras también.",
        "name": "Rosa Quispe Mamani",
        "role": "regante",
        "region": "Valle del Umasbamba",
        "organisation": "",
        "contact": "rosa@example.org",
        "web": "yes",
        "newsletter": "no",
        "social": "no",
        "credit": "first_name",
        "place": "no",
        "until": "1",
        "minor": "no",
        "typed_name": "Rosa Quispe Mamani",
        "witness": "Luz Paredes",
    } | changes
    return {name: value for name, value in sent.items() if value is not None}


def photo(size: tuple[int, int] = (640, 480), *, where: bool = True, format_: str = "JPEG") -> SimpleUploadedFile:
    """A photo that says where and with what it was taken."""
    picture = Image.new("RGB", size, "#4488aa")
    exif = Image.Exif()
    if where:
        exif[0x010F] = "FonoFoto"
        exif.get_ifd(0x8825).update({1: "S", 2: (13.0, 31.0, 0.0), 3: "W", 4: (71.0, 58.0, 0.0)})
    buffer = BytesIO()
    picture.save(buffer, format_, exif=exif)
    return SimpleUploadedFile("IMG_rosa_quispe.jpg", buffer.getvalue(), "image/jpeg")


def signature(*, is_blank: bool = False) -> SimpleUploadedFile:
    drawn = Image.new("RGBA", (900, 360), (0, 0, 0, 0))
    if not is_blank:
        ImageDraw.Draw(drawn).line([(50, 300), (300, 60), (600, 280)], fill="black", width=6)
    buffer = BytesIO()
    drawn.save(buffer, "PNG")
    return SimpleUploadedFile("signature.png", buffer.getvalue(), "image/png")


def voice() -> SimpleUploadedFile:
    return SimpleUploadedFile("voice.webm", b"\x1a\x45\xdf\xa3" + b"\0" * 4000, "audio/webm")


def staff() -> Any:
    return make_user(is_superuser=True)
