"""A kind of content without a shelf has no address, no list, and no name that a reader knows."""

from __future__ import annotations

from cms.models import CONTENT_MODELS, Kind
from cms.public.lists.sections import FIRST_PAGE, SHELVES


def test_every_kind_stands_on_the_website_once():
    assert sorted(shelf.kind for shelf in SHELVES) == sorted(Kind) == sorted(model.kind for model in CONTENT_MODELS)
    assert len({shelf.segment for shelf in SHELVES}) == len(SHELVES)
    assert set(FIRST_PAGE) <= set(Kind)


def test_a_kind_goes_by_the_name_of_its_model():
    """Permissions, addresses in the admin and relations are made of it."""
    assert all(model.kind == model._meta.model_name for model in CONTENT_MODELS)
