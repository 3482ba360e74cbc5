"""Pictures in the email: whole, never enlarged, and never larger than their box, at the size that is written down."""

from __future__ import annotations

import io
import re

import pytest
from django.utils.translation import override
from PIL import Image

from media.models import Brand
from newsletter.editions.warnings import warnings_of
from newsletter.rendering import render_edition
from tests.factories import make_consent, make_contributor, make_picture, make_quote, make_testimony

pytestmark = pytest.mark.django_db

# Width and height of a photo, those at which it is shown, and those of its file.
PHOTOS = (
    ((900, 1600), (270, 480), (540, 960)),
    ((220, 160), (220, 160), (220, 160)),
    ((1600, 1000), (560, 350), (1120, 700)),
    ((3000, 300), (560, 56), (1120, 112)),
    ((559, 30), (559, 30), (559, 30)),
)
LOGOS = (
    ((300, 1200), (18, 72)),
    ((1200, 60), (240, 12)),
    ((40, 30), (40, 30)),
    ((600, 600), (72, 72)),
)


def two_tone(width: int, height: int) -> Image.Image:
    """A picture whose upper tenth is white: the head of a portrait."""
    picture = Image.new("RGB", (width, height), "#204060")
    picture.paste("#ffffff", (0, 0, width, max(1, height // 10)))
    return picture


def image_tag(html: str, name: str) -> dict[str, str]:
    """The attributes of the `img` whose address holds `name`."""
    tag = next(tag for tag in re.findall(r"<img[^>]*>", html) if name in tag)
    return dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))


def test_photos_are_shown_whole_and_never_enlarged(make_edition, client, uploads):
    for size, shown, file_size in PHOTOS:
        photo = make_picture(two_tone(*size), "foto.png", description="Rosa")
        testimony = make_testimony("Rosa sube", photo=photo)
        edition = make_edition(("testimony", testimony))
        rendered = render_edition(edition, "es")
        tag = image_tag(rendered.html, "correo.jpg")
        assert (tag["width"], tag["height"]) == tuple(map(str, shown)), size
        assert tag["alt"] == "Rosa"
        # A narrower screen makes it smaller in both directions.
        assert "height: auto" in tag["style"]
        answer = client.get(re.sub(r"^https?://[^/]+", "", tag["src"]))
        served = Image.open(io.BytesIO(answer.content))
        assert (served.format, served.size) == ("JPEG", file_size)
        assert served.convert("RGB").getpixel((served.width // 2, 0))[0] > 200
        with override("en"):
            warnings = warnings_of(edition, rendered.words)
        assert [("Rosa sube" in one, f"{size[0]} × {size[1]}" in one) for one in warnings] == (
            [(True, True)] if size == shown else []
        )


def test_a_logo_of_any_shape_stays_in_its_box_and_one_that_cannot_be_read_is_named(make_edition, uploads):
    edition = make_edition(("testimony", make_testimony()))
    for size, shown in LOGOS:
        Brand.objects.update_or_create(pk=Brand.load().pk, defaults={"logo": make_picture(two_tone(*size), "logo.png")})
        tag = image_tag(render_edition(edition, "es").html, "logo")
        assert (tag["width"], tag["height"]) == tuple(map(str, shown)), size
        with override("en"):
            named = [f"{shown[0]} × {shown[1]}" in one for one in warnings_of(edition, {"parts": []})]
        assert named == ([True] if min(shown) < 24 else []), size


def test_a_stored_text_that_is_not_shown_whole_is_named(make_edition):
    edition = make_edition(("introduction", {"es": "Hola", "en": "", "fr": "uno\n<b>dos</b>", "nl": ""}))
    with override("en"):
        assert [one.split(":")[0] for one in warnings_of(edition, {"parts": []})] == [
            "Introduction · In French · Line 2"
        ] * 2


def test_the_team_is_warned_of_a_name_that_an_edition_s_own_words_give_away(make_edition):
    hidden = make_consent(make_contributor("Teodora Quispe"), credit="anonymous")
    named = make_consent(make_contributor("Luisa Mamani"), credit="full_name")
    quotes = [make_quote("Nadie me calla.", consent=consent) for consent in (hidden, named)]
    written = {"es": "Gracias, Luisa Mamani.", "en": "", "fr": "Merci, T e o d o r a.", "nl": ""}
    edition = make_edition(("introduction", written), ("quotes", quotes))
    with override("en"):
        found = warnings_of(edition, render_edition(edition, "es").words)
    assert [one.partition(".")[0] for one in found] == ["“Teodora” stands in what the team wrote (In French)"]
