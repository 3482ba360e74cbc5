"""The size at which a picture is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from media.pictures.fit import fit_within

SIDES = st.integers(1, 5000)


@given(SIDES, SIDES, SIDES, SIDES)
def test_it_fits_in_its_proportion_and_is_never_enlarged(width, height, most_width, most_height):
    shown_width, shown_height = fit_within(width, height, most_width, most_height)
    assert 1 <= shown_width <= min(width, most_width)
    assert 1 <= shown_height <= min(height, most_height)
    # As large as it may be: one side reaches its limit.
    assert shown_width in (width, most_width) or shown_height in (height, most_height)
