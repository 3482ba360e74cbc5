"""The paper that would have been signed: each question as it was shown, each answer, and the signature below."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from media.cards.fonts import SANS, SANS_BOLD, font

WIDTH, MARGIN, SIZE, LINE = 1240, 80, 26, 38


def signed_form(title: str, answers: list[tuple[str, str]], signature: Image.Image | None = None) -> bytes:
    """A PDF of one page, as long as it needs to be."""
    lines = [(line, True) for line in wrapped(title, font(SANS_BOLD, SIZE))] + [("", False)]
    for question, answer in answers:
        lines += [(line, True) for line in wrapped(question, font(SANS_BOLD, SIZE))]
        lines += [(line, False) for part in answer.split("\n") for line in wrapped(part, font(SANS, SIZE))]
        lines.append(("", False))
    drawn = signature.copy() if signature else None
    if drawn:
        drawn.thumbnail((WIDTH - 2 * MARGIN, 420))
    page = Image.new("L", (WIDTH, 2 * MARGIN + LINE * len(lines) + (drawn.height if drawn else 0)), 255)
    pen = ImageDraw.Draw(page)
    for number, (line, is_question) in enumerate(lines):
        pen.text((MARGIN, MARGIN + LINE * number), line, 0, font(SANS_BOLD if is_question else SANS, SIZE))
    if drawn:
        page.paste(drawn, (MARGIN, MARGIN + LINE * len(lines)))
    buffer = BytesIO()
    page.save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


def wrapped(text: str, letters: ImageFont.FreeTypeFont) -> list[str]:
    """`text` in lines that fit the page. A word that is longer than a line is cut."""
    lines, line = [], ""
    for word in text.split():
        while letters.getlength(word) > WIDTH - 2 * MARGIN:
            fits = next(n for n in range(len(word), 0, -1) if letters.getlength(word[:n]) <= WIDTH - 2 * MARGIN)
            lines += [line] * bool(line) + [word[:fits]]
            line, word = "", word[fits:]  # the rest of the word goes on
        if line and letters.getlength(f"{line} {word}") > WIDTH - 2 * MARGIN:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines
