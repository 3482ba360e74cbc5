"""Cutting texts: whatever the text and the place, the parts put together are the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.harvest.review.split_text import between, cut, cut_alike, cut_points, put_together

SENTENCES = st.lists(
    st.text(st.sampled_from('aáñÑ🌱.,:;!?…«»"“”—()1 \n\t'), min_size=1, max_size=40), min_size=1, max_size=6
).map(" ".join)


@st.composite
def texts_with_a_place(draw) -> tuple[str, int]:
    text = draw(SENTENCES.filter(cut_points))
    return text, draw(st.sampled_from(cut_points(text))).at


@given(texts_with_a_place())
def test_the_parts_are_the_text_letter_by_letter_and_neither_is_empty(case):
    text, at = case
    first, second = cut(text, at)
    assert first + second == text
    assert first.strip()
    assert second.strip()
    assert first.split() + second.split() == text.split()


@given(texts_with_a_place())
def test_a_text_cut_and_put_together_is_the_text_again(case):
    text, at = case
    first, second = cut(text, at)
    assert put_together(first, second, between(first)) == text


@given(texts_with_a_place(), SENTENCES)
def test_no_word_of_the_draft_is_lost_whatever_it_says(case, edited_text):
    text, at = case
    assert "".join(cut_alike(text, edited_text, at)) == edited_text


@given(texts_with_a_place())
def test_a_draft_that_says_the_same_is_cut_at_the_same_word(case):
    text, at = case
    first, second = cut_alike(text, text.strip(), at)
    assert [first.split(), second.split()] == [part.split() for part in cut(text, at)]


@given(SENTENCES, SENTENCES)
def test_two_texts_put_together_have_the_words_of_both(first, second):
    assert put_together(first, second, between(first)).split() == first.split() + second.split()


@given(SENTENCES)
def test_every_place_is_before_a_word_and_after_another(text):
    for place in cut_points(text):
        assert text[place.at - 1].isspace()
        assert not text[place.at].isspace()


@given(SENTENCES, st.integers(-5, 300))
def test_nothing_is_cut_inside_a_word(text, at):
    if at not in {place.at for place in cut_points(text)}:
        with pytest.raises(ValueError, match=str(at)):
            cut(text, at)


def test_places_between_sentences_are_known():
    text = "Vino el agua. «Es de todas», dijo. A las 3.30 se fue: nadie\nHabló. y siguió"
    found = [text[place.at :].split()[0] for place in cut_points(text) if place.ends_sentence]
    assert found == ["«Es", "A", "Habló."]


@pytest.mark.parametrize(
    ("text", "edited_text", "at", "parts"),
    [
        ("«Vino el agua. Se fue.» — Rosa", "Vino el agua. Se fue.", 15, ("Vino el agua. ", "Se fue.")),
        ("«Vino el agua.» — Rosa. Hubo mate.", "Vino el agua.", 24, ("Vino el agua.", "")),
        ("Hubo mate. «Vino el agua.»", "Vino el agua.", 11, ("", "Vino el agua.")),
        (
            "Vino el agua. Se fue el sol.",
            "Llegó el agua. Luego se fue el sol.",
            14,
            ("Llegó el agua. ", "Luego se fue el sol."),
        ),
    ],
)
def test_a_draft_is_cut_where_the_text_is(text, edited_text, at, parts):
    assert cut_alike(text, edited_text, at) == parts
