"""If these fail, two ways to write one name are taken for two, or two names for one."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from cms.core.text import fold_words, mapped_skeleton, skeleton, skeleton_by_looks
from cms.core.text.lookalikes import CAPITALS, SMALL
from media.text.kept import kept
from tests.invisible_letters import LOOK_ALIKE, UNSEEN

anything = st.text(st.one_of(st.characters(), st.sampled_from("aÁñİßﬁ½…ΗηЯ𝔄🇹\u0301\u00ad")), max_size=40)


def test_every_way_to_write_a_name_has_its_skeleton():
    for name in LOOK_ALIKE:
        assert "teodora" in (fold_words(name).replace(" ", ""), skeleton_by_looks(name)), ascii(name)
    for unseen in UNSEEN.values():
        assert skeleton(f"T{unseen}eodora") == "teodora", ascii(unseen)


def test_the_tables_lead_from_letters_to_latin_letters_and_never_from_digits():
    for letter, latin in (SMALL | CAPITALS).items():
        assert len(letter) == 1
        assert set(latin) <= set("abcdefghijklmnopqrstuvwxyz")
        assert unicodedata.category(letter)[0] == "L" or unicodedata.category(letter) == "So"
        assert not letter.isdecimal()
    assert all(letter == letter.casefold() for letter in SMALL)
    assert SMALL.keys().isdisjoint("abcdefghijklmnopqrstuvwxyz")


def test_digits_are_digits_in_every_script_and_never_letters():
    assert skeleton("٣３𝟑³") == "3333"
    assert skeleton("Te0d0ra L1ma") == "te0d0ra l1ma"


@given(written=anything)
@example(written="STRAẞE ﬁn İ Ǆ ŉ")
@example(written="\r\n")
def test_a_skeleton_is_its_own_and_that_of_any_form_of_the_text(written):
    assert skeleton(skeleton(written)) == skeleton(written)
    for form in (kept(written), unicodedata.normalize("NFD", written), unicodedata.normalize("NFC", written)):
        assert _compared(form) == _compared(written)


def _compared(text: str) -> str:
    """The skeleton, with one break for each end of a line, and without spaces, which marks may stand on."""
    return skeleton(text.replace("\r\n", "\n")).replace("\r", "\n").replace(" ", "")


@given(written=anything)
def test_the_map_leads_from_each_letter_to_where_it_stands(written):
    found = mapped_skeleton(written)
    assert found.letters == skeleton(written)
    assert len(found.places) == len(found.letters)
    assert list(found.places) == sorted(found.places)
    for letter, place in zip(found.letters, found.places, strict=True):
        assert letter in skeleton(written[place])
