"""A picture for the sample, drawn here: mountains, terraces and a canal. Nobody's face is in it."""

import math
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1600, 1067)
SKY = ((246, 214, 160), (252, 240, 214))
RIDGES = ((173, 150, 130), (121, 128, 108), (72, 104, 84), (45, 82, 66))
WATER = (126, 178, 186)
SUN = (232, 163, 61)


def mountain_picture() -> bytes:
    """A JPEG of 1600 × 1067 pixels, the same at every call."""
    picture = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    for y in range(height):
        share = y / height
        pen.line((0, y, width, y), fill=tuple(round(a + (b - a) * share) for a, b in zip(*SKY, strict=True)))
    pen.ellipse((1080, 150, 1290, 360), fill=SUN)
    for number, colour in enumerate(RIDGES):
        pen.polygon([(0, height), *_ridge(number), (width, height)], fill=colour)
    for step in range(9):
        y = 800 + step * 30
        shade = tuple(min(255, channel + 14 + step * 7) for channel in RIDGES[-1])
        pen.line([(x, y + 26 * math.sin(x / 260 + step / 2.2)) for x in range(0, width + 1, 20)], fill=shade, width=7)
    canal = [(x, 905 + 40 * math.sin(x / 300) - x / 14) for x in range(0, width + 1, 16)]
    pen.line(canal, fill=WATER, width=26, joint="curve")
    file = BytesIO()
    picture.save(file, "JPEG", quality=86)
    return file.getvalue()


def _ridge(number: int) -> list[tuple[float, float]]:
    base, height = 420 + number * 115, 170 - number * 28
    return [
        (x, base - height * (math.sin(x / (210 + 60 * number) + number * 1.7) + 0.45 * math.sin(x / 71 + number)))
        for x in range(0, SIZE[0] + 1, 10)
    ]
