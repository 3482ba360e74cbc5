"""A post with all that a post can have."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from campaigns.networks.base import Outgoing

LINK = "https://ejemplo.org/es/citas/agua?utm_source=red&utm_medium=social"
TEXT = f"«El agua & la tierra no se venden.»\n— Rosa\n\n{LINK}\n#Agua"


def png(width: int = 8, height: int = 8) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), "green").save(written, "PNG")
    return written.getvalue()


CARD = png()
PARTS = ("Primero el agua. #Agua", f"Después la tierra, en {LINK}", "Y al fin, la semilla.")


def outgoing(**changes: Any) -> Outgoing:
    """A post with a key of its own."""
    post = Outgoing(
        key=str(uuid4()),
        texts=(TEXT,),
        alt_text="Una tarjeta verde: «El agua & la tierra no se venden.»",
        language="es",
        card=CARD,
        since=timezone.now(),
        title="El agua y la tierra",
        link=LINK,
    )
    return dataclasses.replace(post, **changes)
