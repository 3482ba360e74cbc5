"""If these fail, two spellings of one word are taken for two, or cleaning a text changes its words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.core import text

anything = st.text(max_size=80)
words = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12), min_size=1, max_size=30)
SHOWN = [text.unify_line_breaks, text.collapse_spaces, text.make_one_line]


@pytest.mark.parametrize("form", SHOWN, ids=lambda form: form.__name__)
@given(written=anything)
def test_a_shown_form_is_its_own_shown_form(form, written):
    assert form(form(written)) == form(written)


@given(written=anything)
@example(written="Ñandú, ¿QUÍSPE?  (Rosa)")
@example(written="STRAẞE ﬁn İ")
def test_accents_and_capitals_do_not_tell_two_texts_apart(written):
    decomposed = unicodedata.normalize("NFD", written)
    for form in (text.skeleton, text.fold_words, text.fold_letters):
        assert form(decomposed) == form(unicodedata.normalize("NFC", written))
    assert not any(unicodedata.combining(letter) for letter in text.skeleton(written))


@given(written=words)
def test_punctuation_and_spaces_do_not_tell_two_titles_apart(written):
    assert text.fold_words(" ".join(written)) == text.fold_words("  «" + ",\n".join(written) + "»!")
    assert text.fold_letters(" ".join(written)) == text.fold_letters("—".join(written))


@given(written=anything)
def test_the_compared_forms_agree(written):
    """Each is the one before with something left out, so none finds what the others do not."""
    assert text.fold_words(written).replace(" ", "") == text.fold_letters(written)


@given(written=anything)
def test_one_line_keeps_every_word_and_no_break(written):
    line = text.make_one_line(written)
    assert not text.has_breaks_or_controls(line)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert text.collapse_spaces(written).split() == written.split()


@given(written=anything)
def test_line_breaks_are_unified_and_nothing_else_changes(written):
    unified = text.unify_line_breaks(written)
    assert "\r" not in unified
    assert unified.replace("\n", "") == written.replace("\r", "").replace("\n", "")


@given(written=words, limit=st.integers(10, 200))
def test_a_title_made_of_a_text_is_short_and_is_its_beginning(written, limit):
    whole = " ".join(written)
    title = text.shorten_first_line(f"{whole}\nmore", limit)
    assert len(title) <= limit
    assert title == whole or (title.endswith("…") and whole.startswith(title[:-1]))


@given(written=st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" \n"), max_size=300))
def test_wrapped_lines_keep_the_words(written):
    wrapped = text.wrap_lines(written, 30)
    assert wrapped.split() == written.split()
    assert wrapped.endswith("\n")
    assert "\n\n\n" not in wrapped
    assert all(len(line) <= 30 or " " not in line for line in wrapped.split("\n"))


@given(
    parts=st.lists(words.map(" ".join), min_size=1, max_size=4),
    marks=st.sampled_from(["", "<b>", "&amp;", '"']),
)
def test_paragraphs_become_rich_text_and_can_be_read_again(parts, marks):
    rich = text.paragraphs_to_html("\n\n".join(part + marks for part in parts))
    assert rich.count("<p>") == len(parts)
    assert "<b>" not in rich
    assert text.html_to_lines(rich).count("\n") == len(parts) - 1
    if not marks:
        assert text.html_to_lines(rich) == "\n".join(parts)


def test_two_copies_of_a_story_are_known_by_their_longest_text():
    first = {"title": "Otra vez", "story": "El río volvió a su cauce; nadie lo esperaba."}
    second = {"title": "Un título muy distinto", "story": "EL RIO VOLVIO A SU CAUCE, nadie lo esperaba"}
    assert text.fold_longest(first) == text.fold_longest(second)
