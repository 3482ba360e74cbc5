"""Colours that can be read on one another, whatever brand is worn (WCAG 2.2 contrast)."""


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(on: str, *wanted: str) -> str:
    """The first of `wanted` that can be read as text on `on` (4.5 to 1); black or white where none can."""
    return next(
        (colour for colour in wanted if contrast(colour, on) >= 4.5),
        max(("#111111", "#ffffff"), key=lambda colour: contrast(colour, on)),
    )
