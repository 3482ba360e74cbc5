"""If these fail, letters that nobody typed are stored, or letters that somebody needs are lost."""

from __future__ import annotations

import unicodedata
from html import unescape

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from media.text.kept import kept, kept_markup, kept_value, without_unseen
from tests.invisible_letters import UNSEEN

# Letters that meet in practice, and every kind that the form treats apart.
MIXED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aeñ́ \t\n\r\x0b\u2028\u00a0\u202f\u3000&#;<>1\u200c\u200d\ufe0f👩🏽🌾❤🏴\U000e0067کमᠠ葛\U000e0100"
        ),
        st.sampled_from(list(UNSEEN.values())),
    ),
    max_size=24,
)

NEEDED = (
    "👩🏽‍🌾 cosecha",
    "❤️ ☎︎ 1️⃣ #️⃣",
    "👁️‍🗨️ 🏳️‍🌈 👨‍👩‍👧‍👦",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
    "می‌خواهم",  # Persian needs the non-joiner
    "क्‍ष ශ්‍රී",
    "ᠠ᠋ᠨ᠎ᠠ",
    "葛󠄀飾",
    "« mot » : 10 000 €",
    "Línea uno\nlínea dos\n\n  con sangría",
    "¿Qué más? ½ taza… ʼ",
    "Привет Ελλάδα שלום",
)


@pytest.mark.parametrize("text", NEEDED)
def test_what_a_script_or_an_emoji_needs_stays(text):
    assert kept(text) == unicodedata.normalize("NFC", text)
    assert kept_markup(text) == kept(text)


def test_what_cannot_be_seen_goes_wherever_it_stands():
    for name, letter in UNSEEN.items():
        for text in (f"{letter}Teodora", f"Teo{letter}dora", f"Teodora{letter}", f"T{letter * 3}eodora"):
            assert kept(text) == "Teodora", name


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        (
            "uno\r\ndos\rtres\u2028cuatro\u2029cinco\u0085seis\x0bsiete\x0cocho",
            "uno\ndos\ntres\ncuatro\ncinco\nseis\nsiete\nocho",
        ),
        ("a\u2003b\u3000c\u1680d\u2800e", "a b c d e"),
        ("\tsangría\ty\tcelda", "    sangría y celda"),
        ("an\u0303o ca\u00adfe\u00ad\u0301", "año café"),
        ("\ud83c\udf3e \udf3e", "🌾 "),
        ("🏴\U000e0074\U000e0065\U000e006f\U000e007f", "🏴"),  # tags that spell a name
        ("a\ufe0f\u200d🌾 👩\u200b\u200d🌾", "a🌾 👩🌾"),
        ("Te\u200cod\u200dora", "Teodora"),
    ],
)
def test_breaks_spaces_and_halves_have_one_form(typed, stays):
    assert kept(typed) == stays


@given(written=MIXED)
@example(written="ك\u200c\u200b\u200cك")
@example(written="👩\u200d\u200b👩\ufe0f\ufe0f")
def test_the_kept_form_is_its_own_and_holds_nothing_unseen(written):
    for form in (kept, kept_markup, without_unseen):
        assert form(form(written)) == form(written)
    form = kept(written)
    assert unicodedata.is_normalized("NFC", form)
    assert not regex.search(r"[\p{Cs}\p{Noncharacter_Code_Point}\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", form)
    assert not regex.search(r"(?V1)[\p{Default_Ignorable_Code_Point}\p{Cf}--\p{Prepended_Concatenation_Mark}]",
                            without_unseen(written).translate(dict.fromkeys(range(0x13430, 0x13456))))  # fmt: skip


@given(written=MIXED)
@example(written="&&#35;173;")
@example(written="&a&#109;p;shy;")
@example(written="&#38;shy; &amp;shy; &shy;")
def test_references_become_what_a_browser_shows_for_them(written):
    assert kept(unescape(kept_markup(written))) == kept(unescape(written))


@pytest.mark.parametrize(
    "hidden", ["&shy;", "&#173;", "&#xAD;", "&#173", "&ZeroWidthSpace;", "&#8203;", "&zwnj;", "&lrm;", "&shy"]
)
def test_a_reference_to_something_unseen_goes_like_it(hidden):
    assert kept_markup(f"<p>Teo{hidden}dora</p>") == "<p>Teodora</p>"


@pytest.mark.parametrize("shown", ["&amp;shy;", "&lt;b&gt;", "&quot;", "?a=1&copy=2", "R&D", "a &amp; b", "&sh;"])
def test_what_is_markup_or_shown_stays_as_it_is(shown):
    assert kept_markup(shown) == shown


def test_no_character_that_cannot_be_seen_is_let_through_by_the_quick_look():
    """Every character there is, by its properties."""
    everything = "".join(map(chr, range(0x110000)))
    unseen = regex.compile(
        r"[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Zs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]"
    )
    found = unseen.findall(everything)
    assert len(found) > 4000
    assert [f"U+{ord(sign):04X}" for sign in found if kept(f"a{sign}b") == f"a{sign}b"] == [
        "U+000A", "U+0020", "U+00A0", "U+202F",
    ]  # fmt: skip


def test_values_of_json_are_kept_at_any_depth():
    assert kept_value({"es": ["Teo\u00addora", {"a": ("b\r\nc", 1, None)}]}) == {
        "es": ["Teodora", {"a": ["b\nc", 1, None]}]
    }
