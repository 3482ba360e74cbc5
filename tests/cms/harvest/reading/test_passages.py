"""Any text is read whole: nothing lost, nothing twice, in its order."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.harvest.reading.blocks import LeftOut
from cms.harvest.suggestions.suggest import suggest
from tests.cms.harvest.reports import split

VOCABULARY = "agua tierra asamblea Objetivo Resultados compromiso mujer dijo Gracias enero 12 2026 sí él ñandú wawa"
words = st.sampled_from(VOCABULARY.split(" "))
phrases = st.lists(words, min_size=1, max_size=9).map(" ".join)
sentences = phrases.map(lambda phrase: f"{phrase.capitalize()}.")
lines = st.one_of(
    sentences,
    phrases,
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "####"]), phrases),
    st.builds("{} {} {}".format, st.sampled_from(["#", "##", "###"]), st.integers(1, 6), phrases),
    st.builds("- {}".format, phrases),
    st.builds("- # {} {}".format, st.integers(1, 9), sentences),
    st.builds("**{}** **{}**".format, st.integers(1, 9), phrases),
    st.builds("**{}**".format, phrases),
    st.builds("«{}» — Rosa Quispe, lideresa".format, sentences),
    st.builds("> {}".format, sentences),
    st.builds("| {} | {} |".format, phrases, phrases),
    st.sampled_from(["", "", "", "---", "01", "2:", "## 03", "Fecha:  ", "***", "\xa0"]),
    st.sampled_from(["Diciembre 13, 2023", "# Contenido", "# Compromisos", "## Actividades"]),
)
reports = st.lists(lines, max_size=60).map("\n".join)


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def everything(reading) -> str:
    parts = [f"{p.marker} {p.text}" for p in reading.passages]
    parts += [f"{h.number} {h.text}" for h in reading.headings]
    return " ".join(parts + [line.text for line in reading.left_out])


def spoken(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


@given(reports)
def test_every_word_is_in_exactly_one_place(report):
    assert spoken(everything(split(report))) == spoken(report)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400) | reports)
def test_no_text_breaks_it_and_every_passage_gets_a_suggestion(report):
    reading = split(report)
    assert len(suggest(reading.passages)) == len(reading.passages)
    assert all(letters(passage.text) for passage in reading.passages)


@given(reports)
def test_passages_keep_the_order_of_the_report(report):
    numbered = [
        f"{line.rstrip('.')} palabra{n}." if re.match(r"[a-zñ].*\.$", line.lower()) else line
        for n, line in enumerate(report.split("\n"))
    ]
    text = " ".join(passage.text for passage in split("\n\n".join(numbered)).passages)
    places = [int(n) for n in re.findall(r"palabra(\d+)", text)]
    assert places == sorted(places)


@given(reports)
def test_every_passage_stands_under_titles_of_the_report(report):
    reading = split(report)
    titles = {heading.text for heading in reading.headings}
    assert {title for passage in reading.passages for title in passage.path} == titles


@given(reports)
def test_reading_twice_gives_the_same(report):
    assert split(report) == split(report)
    assert split(report.replace("\n", "\r\n")) == split(report)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("# A\n\nUna línea  \nque sigue.", "Una línea que sigue."),
        ("# A\n\nLa pala-\nbra dividida.", "La palabra dividida."),
        ("# A\n\nEl plan socio-\npolítico. Es socio-político.", "El plan socio-político. Es socio-político."),
        ("# A\n\nVer [la guía](https://example.org/g).", "Ver la guía (https://example.org/g)."),
        ("# A\n\nUna **palabra** *fuerte* y `otra`.", "Una palabra fuerte y otra."),
        ("# A\n\nTemas como:\n\n- Agua\n- Tierra", "Temas como:\n- Agua\n- Tierra"),
        ("# A\n\n> «Hablo yo, y hablo fuerte.»\n>\n> — Rosa", "«Hablo yo, y hablo fuerte.»\n— Rosa"),
    ],
)
def test_what_belongs_together_is_one_passage(text, passage):
    assert [found.text for found in split(text).passages] == [passage]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Fecha:  \n13 de diciembre de 2026", LeftOut.DATE),
        ("January 13, 2026", LeftOut.DATE),
        ("01", LeftOut.NUMBER),
        ("3 / 20", LeftOut.NUMBER),
        ("<!-- image -->", LeftOut.COMMENT),
        ("Se dijo algo.", LeftOut.DUPLICATE),
    ],
)
def test_page_furniture_is_left_out_with_its_reason(line, reason):
    reading = split(f"# Informe\n\nSe dijo algo.\n\n{line}\n\nSe dijo otra cosa.")
    assert [found.text for found in reading.passages] == ["Se dijo algo.", "Se dijo otra cosa."]
    assert [omission.reason for omission in reading.left_out] == [reason]


def test_themes_at_a_shallower_level_still_belong_to_their_activity():
    activity = "{} {} {}\n\n{}# Objetivo\n\nMirar.\n\n{}# Resultados\n\nSe vio:\n\n## Tema {}\n\nSe aprendió algo.\n\n"
    text = "# Actividades\n\n" + activity.format("###", 1, "Mapa", "###", "###", "a")
    text += activity.format("##", 2, "Teatro", "##", "##", "b") + "# Compromisos\n\nVolver."
    paths = [passage.path for passage in split(text).passages]
    assert ("Actividades", "Mapa", "Resultados", "Tema a") in paths
    assert ("Actividades", "Teatro", "Resultados", "Tema b") in paths
    assert paths[-1] == ("Compromisos",)


def test_a_plain_text_with_titles_in_capitals_or_underlined_keeps_its_sections():
    text = "INFORME DEL TALLER\n\nCompromisos\n===========\n\nVolver a la acequia.\n\nVOCES\n\nSe habló."
    assert [passage.path for passage in split(text).passages] == [("Compromisos",), ("Compromisos", "VOCES")]


def test_a_bold_line_that_reads_like_a_table_of_contents_does_not_break_the_reading():
    text = "**Contenido**\n\n2. Mapa largo\n\nENERO\n\n1. Objetivo\n\n# enero\n\n# 4 Objetivo"
    assert spoken(everything(split(text))) == spoken(text)


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("Ver [el agua](https://example.org/a_(b)).", "Ver el agua (https://example.org/a_(b))."),
        ("Ver [1, [la guía](https://example.org/g).", "Ver [1, la guía (https://example.org/g)."),
    ],
)
def test_a_link_keeps_its_whole_address_and_nothing_of_what_stands_before_it(line, reads):
    assert [passage.text for passage in split(f"# A\n\n{line}").passages] == [reads]


def test_a_line_that_begins_with_a_long_number_does_not_hold_the_machine_for_hours():
    account = "0021910123456789012345678901234567890123456789"
    reading = split(f"# Informe\n\n{account} es la cuenta de la red.\n", fallback_title="Informe")
    assert any(account in passage.text for passage in reading.passages)
