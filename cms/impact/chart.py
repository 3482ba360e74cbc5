"""Bar charts as SVG: values written beside the bars, patterns that tell series apart without colour, and no script.

Labels stand above their bars, so that long ones have room on a phone and in a column of a page.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 360
LETTER, LINE, BAR, GAP = 13, 17, 15, 11
# Room for a value to the right of the longest bar; letters that fit on a line.
VALUE_WIDTH, LETTERS = 72, 52
LONGEST = WIDTH - VALUE_WIDTH
MOST_LINES = 3
# A value that is not 0 can be seen.
SHORTEST = 2


@dataclass(frozen=True)
class Bar:
    """One label with its value in each series; None for what is not known."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """`description` says in a sentence what can be seen. Two or three `series` get a legend; one needs no name."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ("",)

    @property
    def is_empty(self) -> bool:
        return not any(value for bar in self.bars for value in bar.values)


@dataclass(frozen=True)
class Palette:
    """Colours as `#rrggbb`. `fill` and `ink` can be read on the paper."""

    fill: str
    accent: str
    ink: str


def draw(chart: Chart, palette: Palette, name: str, written: Callable[[int | None], str]) -> SafeString:
    """The chart as an `svg` element. `name` is its own within the page; `written` writes values, None included."""
    largest = max((value for bar in chart.bars for value in bar.values if value), default=1)
    fills = [f"url(#{name}-{number})" for number in range(len(chart.series))]
    parts: list[SafeString] = []
    top = 0
    if len(chart.series) > 1:
        parts, top = _legend(chart.series, fills, palette)
    for bar in chart.bars:
        for line in _lines(bar.label):
            parts.append(_text(0, top + LETTER, line, palette))
            top += LINE
        # What nobody told of any series is said once.
        values = bar.values if any(value is not None for value in bar.values) else bar.values[:1]
        for value, fill in zip(values, fills, strict=False):
            length = max(round(LONGEST * value / largest, 1), SHORTEST) if value else 0
            if length:
                parts.append(_rectangle(0, top, length, fill, palette))
            parts.append(_text(length + 6 if length else 0, top + BAR - 3, written(value), palette, is_bold=True))
            top += BAR + 2
        top += GAP
    # Room for the outline of the last bar.
    height = max(top - GAP + 2, LINE)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="impact-chart__drawing" viewBox="-1 -1 {} {}" role="img"'
        ' aria-labelledby="{}-title {}-text" font-family="sans-serif" font-size="{}">'
        '<title id="{}-title">{}</title><desc id="{}-text">{}</desc><defs>{}</defs>{}</svg>',
        *(WIDTH + 2, height + 2, name, name, LETTER, name, chart.title, name, chart.description),
        _patterns(name, palette, len(chart.series)),
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _patterns(name: str, palette: Palette, count: int) -> SafeString:
    """Filled, striped and dotted, in this order."""
    open_tag = '<pattern id="{}-{}" width="6" height="6" patternUnits="userSpaceOnUse">'
    ground = '<rect width="6" height="6" fill="{}"/>'
    drawn = [
        format_html(open_tag + ground + "</pattern>", name, 0, palette.fill),
        format_html(
            open_tag + ground + '<path d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" stroke="{}" stroke-width="1.3"/></pattern>',
            *(name, 1, palette.accent, palette.ink),
        ),
        format_html(
            open_tag + ground + '<circle cx="3" cy="3" r="1.3" fill="{}"/></pattern>', name, 2, "#FFFFFF", palette.ink
        ),
    ]
    return format_html_join("", "{}", ((pattern,) for pattern in drawn[:count]))


def _legend(series: tuple[str, ...], fills: list[str], palette: Palette) -> tuple[list[SafeString], int]:
    """A swatch and a name for each series, and where the bars begin below them."""
    parts = []
    for number, (label, fill) in enumerate(zip(series, fills, strict=True)):
        parts.append(_rectangle(0, number * LINE, BAR, fill, palette))
        parts.append(_text(BAR + 7, number * LINE + LETTER - 1, label, palette))
    return parts, len(series) * LINE + GAP


def _rectangle(left: float, top: float, width: float, fill: str, palette: Palette) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"/>',
        *(left, top, width, BAR - 1, fill, palette.ink),
    )


def _text(left: float, base: float, words: str, palette: Palette, *, is_bold: bool = False) -> SafeString:
    weight = SafeString(' font-weight="700"') if is_bold else ""
    return format_html('<text x="{}" y="{}" fill="{}"{}>{}</text>', left, base, palette.ink, weight, words)


def _lines(label: str) -> list[str]:
    """A label in lines; what has no room is in the table beside the chart."""
    return textwrap.wrap(label, LETTERS, max_lines=MOST_LINES, placeholder=" …") or [""]
