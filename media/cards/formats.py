"""The shapes of cards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A card's shape, in pixels. `scale` is 1 for a card 1080 pixels wide."""

    name: str
    width: int
    height: int

    @property
    def scale(self) -> float:
        return min(self.width, self.height) / 1080


SQUARE = Format("square", 1080, 1080)
