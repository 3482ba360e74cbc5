"""What the newsletter's tests share."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from newsletter.models import Audience, Edition


@pytest.fixture(autouse=True)
def addresses(settings):
    """Items are read on the NGO's own site, so that these tests need no reader page."""
    settings.ITEM_URL_PATTERN = "https://site.example.org/{language}/{kind}/{slug}"


@pytest.fixture
def audience(db):
    return Audience.objects.create(
        name="Red Killari", slug="killari", from_name="Red Killari", from_email="boletin@example.org"
    )


@pytest.fixture
def make_edition(audience):
    """An edition of `blocks`, in which content stands for its item."""

    def make(*blocks: tuple[str, Any], **fields: Any) -> Edition:
        def value(given: Any) -> Any:
            if isinstance(given, list):
                return [entry.item for entry in given]
            return given.item if hasattr(given, "item") else given

        fields = {"audience": audience, "month": dt.date(2026, 11, 1), "subject": "Noviembre"} | fields
        edition = Edition(body=[(kind, value(given)) for kind, given in blocks], **fields)
        edition.save()
        return Edition.objects.get(pk=edition.pk)

    return make


@pytest.fixture
def image(db, uploads):
    from PIL import Image

    from tests.factories import make_picture

    photo = Image.new("RGB", (1600, 1000), "#b5633a")
    return make_picture(photo, "asamblea.jpg", title="asamblea", description="Una mujer habla")


@pytest.fixture
def recipe(audience):
    from newsletter.models import Recipe, RecipeSection

    recipe = Recipe(name="Mensual", audience=audience, day=28)
    recipe.sections = [
        RecipeSection(kind="testimony", count=1, minimum=0, sort_order=0),
        RecipeSection(kind="quote", count=2, minimum=1, sort_order=1),
    ]
    recipe.save()
    return recipe
