"""A card shows exactly its words, readably, the same on every machine."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.cards import SQUARE, CardContent, CardError, Format, MissingLettersError, TextTooLongError, Theme, draw_card
from media.cards.fonts import SERIF, missing_letters
from media.contrast import READABLE, contrast, readable_on, rgb
from tests.invisible_letters import UNSEEN
from tests.profiles import examples

THEME = Theme("Cosecha", paper="#FBF7EF", ink="#1D2521", primary="#1F5F4A", accent="#E8A33D")
QUOTE = CardContent(
    "quote", "El agua no se negocia.", "Rosa Huamán, lideresa", "Agua y territorio", footer="example.org"
)

colours = st.tuples(*[st.integers(0, 255)] * 3)
words = st.lists(st.text("abcdeñáéíóúqkʼ", min_size=1, max_size=14), min_size=1, max_size=90).map(" ".join)


def opened(card: bytes) -> Image.Image:
    return Image.open(BytesIO(card)).convert("RGB")


def test_a_card_has_the_shape_asked_for():
    assert opened(draw_card(QUOTE, SQUARE, THEME)).size == (1080, 1080)
    assert opened(draw_card(QUOTE, Format("story", 540, 960), THEME)).size == (540, 960)


def test_the_same_content_gives_the_same_bytes():
    assert draw_card(QUOTE, SQUARE, THEME) == draw_card(QUOTE, SQUARE, THEME)


def test_an_accent_typed_as_two_signs_is_drawn_as_one():
    decomposed = CardContent("quote", unicodedata.normalize("NFD", "Ñuqanchik ñañaykuna, ¿qué más?"))
    composed = CardContent("quote", "Ñuqanchik ñañaykuna, ¿qué más?")
    assert draw_card(decomposed, SQUARE, THEME) == draw_card(composed, SQUARE, THEME)


def test_other_words_give_another_picture():
    other = CardContent("quote", "El agua sí se negocia.", QUOTE.credit, QUOTE.label, footer=QUOTE.footer)
    assert draw_card(QUOTE, SQUARE, THEME) != draw_card(other, SQUARE, THEME)


@settings(max_examples=examples(0.5))
@given(words, st.sampled_from(["quote", "testimony", "learning"]), st.booleans())
def test_words_are_drawn_whole_inside_the_margins_or_refused(text, kind, has_title):
    content = CardContent(kind, text, credit="Ana", label="Tema", title=text[:60] if has_title else "")
    try:
        picture = opened(draw_card(content, SQUARE, THEME))
    except TextTooLongError:
        return
    background = picture.getpixel((1060, 540))
    for x in (1012, 1040, 1079):
        assert {picture.getpixel((x, y)) for y in range(0, 1080, 3)} == {background}


def test_a_text_too_long_to_be_read_is_refused_with_a_sentence():
    with pytest.raises(TextTooLongError, match=r"\(…\)"):
        draw_card(CardContent("quote", "palabra " * 300), SQUARE, THEME)


def test_letters_the_font_lacks_are_named():
    """By the letter, by the name that Unicode gives it, and by the words around it."""
    words = "Lo que aprendimos juntas en la asamblea fue 𝔄lgo 👩\u200d🌾 que no se olvida."
    with pytest.raises(MissingLettersError) as caught:
        draw_card(CardContent("quote", words), SQUARE, THEME)
    with translation.override("es"):
        said = str(caught.value)
    assert isinstance(caught.value, CardError)
    assert "«𝔄» (MATHEMATICAL FRAKTUR CAPITAL A) en «…la asamblea fue 𝔄lgo 👩🌾 que no se…»" in said
    assert "«👩» (WOMAN)" in said
    assert "«🌾» (EAR OF RICE)" in said
    assert "ZERO WIDTH" not in said


def test_letters_of_every_text_of_the_card_are_looked_at():
    for place in ("text", "credit", "label", "title", "footer"):
        with pytest.raises(MissingLettersError, match="CUNEIFORM"):
            draw_card(replace(QUOTE, **{place: "Aquí \U00012000"}), SQUARE, THEME)
    with pytest.raises(MissingLettersError, match="CUNEIFORM"):
        draw_card(QUOTE, SQUARE, replace(THEME, name="\U00012000"))


def test_what_cannot_be_seen_is_never_drawn():
    plain = draw_card(replace(QUOTE, text="El desarrollo, nuestro."), SQUARE, THEME)
    unseen = "".join(UNSEEN.values())
    words = f"{unseen}El desa{unseen}rrollo, nuestro{unseen}."
    assert draw_card(replace(QUOTE, text=words), SQUARE, THEME) == plain
    spaced = (draw_card(replace(QUOTE, text=f"10{space}000 mujeres"), SQUARE, THEME) for space in "\u00a0\u202f")
    assert len(set(spaced)) == 1


def test_spanish_quechua_french_and_dutch_letters_are_in_the_font():
    assert missing_letters("áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’ʼ—–…çœæàâèêëîïôùûÿŒÇijäö€º", SERIF) == ""


@given(colours, colours, colours)
def test_text_can_be_read_on_any_brand(background, first, second):
    assert contrast(background, readable_on(background, first, second)) >= READABLE


@pytest.mark.parametrize("primary", ["#FFFFFF", "#FFFF00", "#000000", "#888888"])
def test_a_learning_is_readable_on_any_main_colour(primary):
    theme = Theme("Cosecha", paper="#FFFFFF", ink="#000000", primary=primary, accent=primary)
    picture = opened(draw_card(CardContent("learning", "Escuchar primero."), SQUARE, theme))
    shades = {picture.getpixel((x, y)) for x in range(112, 900, 2) for y in range(200, 900, 2)}
    assert max(contrast(rgb(primary), shade) for shade in shades) >= READABLE
