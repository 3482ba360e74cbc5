"""Cards: the images that carry words to social networks and link previews."""

from media.cards.draw import CardContent, draw_card
from media.cards.errors import CardError, MissingLettersError, TextTooLongError
from media.cards.formats import SQUARE, Format
from media.cards.renderer import renderer_version
from media.cards.themes import Theme, theme_of_brand

__all__ = [
    "SQUARE",
    "CardContent",
    "CardError",
    "Format",
    "MissingLettersError",
    "TextTooLongError",
    "Theme",
    "draw_card",
    "renderer_version",
    "theme_of_brand",
]
