"""The words on a card are whole: never cut, changed or drawn outside their box."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from media.cards.fonts import SERIF, font
from media.cards.layout import balanced, fit, lines_height, wrap

SIZES = (60, 40, 24, 12)
letters = st.text(alphabet="abcñÑáéíóúü ’ʼ«»—,.\n\u00a0qkʼwM", max_size=160)


def width_at(size):
    return lambda text: len(text) * size * 0.5


def squeezed(text):
    return "".join(text.split())


@given(letters, st.integers(20, 900))
def test_no_letter_is_lost_added_or_moved(text, width):
    lines = list(balanced(text, width, width_at(20)))
    assert squeezed("".join(lines)) == squeezed(text)


@given(letters, st.integers(20, 900), st.integers(20, 900))
def test_what_fits_stays_inside_its_box(text, width, height):
    fitted = fit(text, width, height, SIZES, width_at)
    if fitted is not None:
        assert fitted.height <= height
        assert fitted.height == lines_height(fitted.lines, fitted.size, 1.25)
        assert all(width_at(fitted.size)(line) <= width for line in fitted.lines)
        assert squeezed("".join(fitted.lines)) == squeezed(text)


@given(letters, st.integers(60, 900), st.integers(60, 900))
def test_no_larger_size_would_have_fitted(text, width, height):
    fitted = fit(text, width, height, SIZES, width_at)
    larger = [size for size in SIZES if fitted is None or size > fitted.size]
    assert all(fit(text, width, height, (size,), width_at) is None for size in larger)


@given(st.lists(st.text("abcñ", min_size=1, max_size=8), min_size=1, max_size=30), st.integers(80, 600))
def test_words_that_fit_a_line_are_never_broken(words, width):
    measure = width_at(20)
    whole = [word for word in words if measure(word) <= width]
    lines = list(wrap(" ".join(whole), width, measure))
    assert " ".join(lines).split() == whole


@given(st.lists(st.text("abcñ", min_size=1, max_size=8), min_size=1, max_size=40), st.integers(100, 600))
def test_balancing_needs_no_further_line(words, width):
    text = " ".join(words)
    measure = width_at(20)
    assert len(list(balanced(text, width, measure))) == len(list(wrap(text, width, measure)))


def test_a_no_break_space_keeps_its_words_together():
    assert list(wrap("ocho\u00a0días y más", 100, width_at(20))) == ["ocho\u00a0días", "y más"]


def test_the_real_font_measures_accents_as_one_letter():
    measure = font(SERIF, 40).getlength
    assert measure("ñ") == measure("n")


def test_a_text_far_too_long_is_given_up_after_a_few_words():
    measured = 0

    def counting(size):
        def measure(text):
            nonlocal measured
            measured += 1
            return len(text) * size * 0.5

        return measure

    assert fit("palabra " * 100_000, 800, 600, SIZES, counting) is None
    assert measured < 30_000
