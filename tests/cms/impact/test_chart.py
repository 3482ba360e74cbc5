"""If these fail, a chart says something else than its numbers, or nobody can read it."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from cms.impact.chart import LONGEST, WIDTH, Bar, Chart, Palette, draw

PALETTE = Palette("#1F5F4A", "#E8A33D", "#1D2521")
SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
VALUES = st.none() | st.integers(0, 10**9)


def written(value):
    return "no lo dice" if value is None else str(value)


def drawing(chart):
    return ElementTree.fromstring(draw(chart, PALETTE, "one", written))


@given(
    st.integers(1, 3).flatmap(
        lambda count: st.tuples(
            st.lists(st.tuples(LABELS, st.tuples(*[VALUES] * count)), max_size=12),
            st.tuples(*[LABELS] * count),
        )
    )
)
def test_any_chart_is_well_formed_and_writes_each_value(drawn):
    rows, series = drawn
    root = drawing(Chart("Título <&>", "Una frase", tuple(Bar(*row) for row in rows), series))
    words = [text.text for text in root.iter(f"{SVG}text")]
    for _label, values in rows:
        assert all(written(value) in words for value in values)
    for bar in root.findall(f"{SVG}rect"):
        assert float(bar.get("x")) + float(bar.get("width")) <= WIDTH


def test_bars_are_as_long_as_their_values():
    root = drawing(Chart("Temas", "", (Bar("Agua", (40,)), Bar("Semillas", (10,)), Bar("Nada", (0,)))))
    assert [float(bar.get("width")) for bar in root.findall(f"{SVG}rect")] == [LONGEST, LONGEST / 4]


def test_what_is_not_known_has_words_and_no_bar():
    root = drawing(Chart("Redes", "", (Bar("Telegram", (None,)),)))
    assert root.findall(f"{SVG}rect") == []
    assert "no lo dice" in [text.text for text in root.iter(f"{SVG}text")]


def test_series_can_be_told_apart_without_colour_and_by_who_cannot_see():
    root = drawing(Chart("Redes", "Mastodon: 3, 1, 2", (Bar("Mastodon", (3, 1, 2)),), ("a", "b", "c")))
    patterns = [{part.tag for part in pattern} for pattern in root.iter(f"{SVG}pattern")]
    assert len({frozenset(parts) for parts in patterns}) == 3
    assert root.get("aria-labelledby") == "one-title one-text"
    assert root.find(f"{SVG}desc").text == "Mastodon: 3, 1, 2"
