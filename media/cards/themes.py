"""The colours a card wears."""

from dataclasses import dataclass

from media.models import Brand


@dataclass(frozen=True)
class Theme:
    """Colours as `#rrggbb`, and the name at the foot of the card."""

    name: str
    paper: str
    ink: str
    primary: str
    accent: str


def theme_of_brand(brand: Brand) -> Theme:
    """The theme that wears the brand's colours."""
    return Theme(brand.name, brand.paper_colour, brand.ink_colour, brand.primary_colour, brand.accent_colour)
