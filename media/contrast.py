"""Colours that can be read on each other, whatever brand they come from."""

Colour = tuple[int, int, int]

# WCAG 2.2, success criterion 1.4.3.
READABLE = 4.5


def rgb(colour: str) -> Colour:
    """`#rrggbb` as three numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexadecimal(colour: Colour) -> str:
    """Three numbers from 0 to 255 as `#RRGGBB`."""
    return "#" + "".join(f"{channel:02X}" for channel in colour)


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: Colour, *preferred: Colour) -> Colour:
    """The first of `preferred` that can be read on `background`; else black or white, whichever stands out more."""
    black, white = (0, 0, 0), (255, 255, 255)  # one of the two always has a contrast above 4.58
    for colour in preferred:
        if contrast(background, colour) >= READABLE:
            return colour
    return max((black, white), key=lambda colour: contrast(background, colour))


def legible(background: str, *preferred: str) -> str:
    """`readable_on` for colours written as `#rrggbb`."""
    return hexadecimal(readable_on(rgb(background), *(rgb(colour) for colour in preferred)))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
