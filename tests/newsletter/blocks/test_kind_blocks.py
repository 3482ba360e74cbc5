"""A block without its templates breaks every edition that holds it; one that loses an item breaks withdrawals."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from cms.models import Kind
from newsletter.blocks.kind_blocks import CARRIED, KIND_BLOCKS, NOT_CARRIED
from newsletter.blocks.stream import EditionBody, item_ids, without_item
from tests.cms.refused import make_readable


@pytest.mark.parametrize("block", EditionBody().child_blocks)
@pytest.mark.parametrize("form", ["mjml", "txt"])
def test_every_block_can_be_written(block, form):
    assert get_template(f"newsletter/email/{block}.{form}")


def test_of_every_kind_somebody_said_whether_the_email_carries_it():
    assert sorted([*CARRIED, *NOT_CARRIED]) == sorted(Kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind_block", KIND_BLOCKS, ids=lambda kind_block: kind_block.block)
def test_an_item_is_found_where_it_stands_and_can_be_taken_out(kind_block, make_edition):
    gone, kept = make_readable(kind_block.kind), make_readable(kind_block.kind)
    edition = make_edition(*kind_block.blocks([gone, kept]))
    assert item_ids(edition.body) == [gone.item.pk, kept.item.pk]
    edition.body = without_item(edition.body, gone.item.pk)
    assert item_ids(edition.body) == [kept.item.pk]
    assert without_item(edition.body, kept.item.pk) == []
