"""The woven band on the left edge: stepped diamonds, as on Andean textiles."""

from PIL import ImageDraw

from media.contrast import Colour

# One diamond, in cells: how wide each row is.
_ROWS = (1, 3, 5, 7, 5, 3, 1)
_CELLS = 7


def draw_band(pen: ImageDraw.ImageDraw, width: int, height: int, colours: tuple[Colour, Colour]) -> None:
    """A band `width` pixels wide down the whole `height`: ground in the first colour, diamonds in the second."""
    ground, figure = colours
    pen.rectangle((0, 0, width - 1, height), fill=ground)
    cell = max(1, (width - 2) // _CELLS)
    margin = (width - cell * _CELLS) // 2
    step = cell * (len(_ROWS) + 1)
    for start in range(-(step - height % step) // 2, height, step):
        for row, cells in enumerate(_ROWS):
            left = margin + (_CELLS - cells) // 2 * cell
            top = start + row * cell
            pen.rectangle((left, top, left + cells * cell - 1, top + cell - 1), fill=figure)
        centre = margin + _CELLS // 2 * cell
        middle = start + len(_ROWS) // 2 * cell
        pen.rectangle((centre, middle, centre + cell - 1, middle + cell - 1), fill=ground)
