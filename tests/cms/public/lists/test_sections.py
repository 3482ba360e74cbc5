"""A kind of content without a section has no address, no list, and no name that a reader knows."""

from __future__ import annotations

from cms.models import CONTENT_MODELS, Kind
from cms.public.lists.sections import FIRST_PAGE, SECTIONS


def test_every_kind_stands_on_the_website_once():
    assert (
        sorted(section.kind for section in SECTIONS) == sorted(Kind) == sorted(model.kind for model in CONTENT_MODELS)
    )
    assert len({section.segment for section in SECTIONS}) == len(SECTIONS)
    assert set(FIRST_PAGE) <= set(Kind)


def test_a_kind_goes_by_the_name_of_its_model():
    """Permissions, addresses in the admin and relations are made of it."""
    assert all(model.kind == model._meta.model_name for model in CONTENT_MODELS)
