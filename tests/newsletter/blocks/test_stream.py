"""What staff type into the blocks of an edition."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from wagtail.blocks import StructBlockValidationError

from newsletter.blocks.stream import MarkdownBlock


def test_a_text_that_cannot_be_shown_is_refused_in_its_own_field():
    block = MarkdownBlock()
    typed = {"es": "Hola.\n\n![foto](https://x.org/f.jpg)", "en": "Hello.", "fr": "[x](javascript:y)", "nl": ""}
    with override("en"), pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(typed))
    assert set(refused.value.block_errors) == {"es", "fr"}
    assert refused.value.block_errors["es"].messages[0].startswith("Line 3: A picture cannot stand")
    assert "javascript:y" in refused.value.block_errors["fr"].messages[0]
    good = {"es": "Hola.\n- uno\n- dos", "en": "", "fr": "", "nl": ""}
    assert dict(block.clean(block.to_python(good))) == good
