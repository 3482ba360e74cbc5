"""Whatever brand is worn, what stands on its colours can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.contrast import READABLE, contrast, legible, rgb

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(background=colours, first=colours, second=colours)
def test_what_stands_on_any_brand_colour_can_be_read(background, first, second):
    assert contrast(rgb(background), rgb(legible(background, first, second))) >= READABLE


def test_contrast_is_that_of_wcag():
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_a_readable_colour_of_the_brand_is_kept():
    assert legible("#ffffff", "#FFE9A8", "#1D2521") == "#1D2521"
