"""A file for the sample's library, drawn here: the sheet on which a community writes down its water."""

from io import BytesIO

from PIL import Image, ImageDraw

from media.cards.fonts import SANS, SANS_BOLD, SERIF_BOLD, font

# A4 at 150 dots an inch.
SIZE = (1240, 1754)
INK, LINE, GREEN, CREAM = "#1D2521", "#B9B4A7", "#1F5F4A", "#FBF7EF"
COLUMNS = (("Fecha", 190), ("Hora", 150), ("Sector", 240), ("Segundos", 200), ("Quién midió", 300))
MARGIN, TOP, ROW, ROWS = 80, 470, 58, 19


def water_sheet() -> bytes:
    """A PDF of one page to print."""
    sheet = Image.new("RGB", SIZE, CREAM)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, SIZE[0], 22), fill=GREEN)
    pen.text((MARGIN, 90), "Hoja de registro de agua", font=font(SERIF_BOLD, 64), fill=INK)
    steps = (
        "1. Pon la jarra de diez litros bajo el chorro y cuenta los segundos hasta que se llene.",
        "2. Mide tres veces y escribe la del medio.",
        "3. El mismo día de cada semana, a la misma hora, en el mismo lugar.",
    )
    for number, step in enumerate(steps):
        pen.text((MARGIN, 205 + number * 44), step, font=font(SANS, 27), fill=INK)
    pen.text((MARGIN, 380), "Manantial:", font=font(SANS_BOLD, 28), fill=INK)
    pen.line((MARGIN + 170, 412, SIZE[0] - MARGIN, 412), fill=LINE, width=2)
    bottom, left = TOP + ROW * (ROWS + 1), MARGIN
    pen.rectangle((MARGIN, TOP, SIZE[0] - MARGIN, TOP + ROW), fill=GREEN)
    for name, width in COLUMNS:
        pen.text((left + 14, TOP + ROW / 2), name, font=font(SANS_BOLD, 25), fill=CREAM, anchor="lm")
        pen.line((left, TOP, left, bottom), fill=LINE, width=2)
        left += width
    pen.line((left, TOP, left, bottom), fill=LINE, width=2)
    for row in range(1, ROWS + 2):
        pen.line((MARGIN, TOP + ROW * row, SIZE[0] - MARGIN, TOP + ROW * row), fill=LINE, width=2)
    foot = "Comité de Regantes de Qocha Alta · CC BY-SA 4.0 · Cópiala, cámbiala y pásala."
    pen.text((MARGIN, bottom + 30), foot, font=font(SANS, 22), fill=GREEN)
    file = BytesIO()
    sheet.save(file, "PDF", resolution=150)
    return file.getvalue()
