"""Drawing a card: the words whole, the credit, the brand."""

from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw

from media.cards.errors import MissingLettersError, TextTooLongError
from media.cards.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD, font, missing_letters
from media.cards.formats import Format
from media.cards.layout import Fitted, Measure, fit
from media.cards.ornament import draw_band
from media.cards.themes import Theme
from media.contrast import Colour, mix, readable_on, rgb
from media.text.kept import without_unseen

LEADING = 1.28
# In pixels on a card 1080 wide. Below 34 nobody reads it on a phone.
TEXT_SIZES = (124, 112, 102, 94, 87, 80, 74, 68, 62, 57, 52, 48, 44, 40, 37, 34)
TITLE_SIZES = (76, 70, 64, 58, 52, 47, 43, 40)
CREDIT_SIZES = (34, 31, 28, 25)


@dataclass(frozen=True)
class Look:
    """What sets the cards of a kind apart: an opening quotation mark, and the main colour as their ground."""

    is_quotation: bool = False
    is_on_colour: bool = False


# Kinds that are not here stand on paper, without a mark.
LOOKS = {"quote": Look(is_quotation=True), "learning": Look(is_on_colour=True)}


@dataclass(frozen=True)
class CardContent:
    """What a card says. `kind` says how it looks; `label` is the small line on top."""

    kind: str
    text: str
    credit: str = ""
    label: str = ""
    title: str = ""
    footer: str = ""

    @property
    def look(self) -> Look:
        return LOOKS.get(self.kind, Look())


@dataclass(frozen=True)
class _Palette:
    background: Colour
    text: Colour
    quiet: Colour
    mark: Colour
    band: tuple[Colour, Colour]


def draw_card(content: CardContent, card_format: Format, theme: Theme) -> bytes:
    """The card as PNG. The same content gives the same picture on every machine.

    Raises TextTooLongError when the words do not fit at a readable size, MissingLettersError when the font lacks one.
    """
    content, theme = _drawn(content), replace(theme, name=_as_drawn(theme.name))
    _check_letters(content, theme)
    palette = _palette(content.look, theme)
    picture = Image.new("RGB", (card_format.width, card_format.height), palette.background)
    _Card(picture, content, card_format, theme, palette).draw()
    file = BytesIO()
    picture.save(file, "PNG", compress_level=6)
    return file.getvalue()


class _Card:
    """One card being drawn. Lengths are given for a card 1080 wide and scaled by `_px`."""

    def __init__(
        self, picture: Image.Image, content: CardContent, card_format: Format, theme: Theme, palette: _Palette
    ) -> None:
        self.pen = ImageDraw.Draw(picture)
        self.content, self.format, self.theme, self.palette = content, card_format, theme, palette
        self.left = self._px(112)
        self.right = card_format.width - self._px(88)

    def draw(self) -> None:
        draw_band(self.pen, self._px(48), self.format.height, self.palette.band)
        top = self._draw_label()
        bottom = self._draw_foot()
        self._draw_words(top, bottom)

    def _draw_label(self) -> int:
        """The label; answers where the words may begin."""
        top = self._px(88)
        if self.content.label:
            label = self._fitted(self.content.label, SANS_BOLD, (30, 27, 24, 21), self._px(44))
            self._write(label, SANS_BOLD, top, self.palette.quiet)
        return top + self._px(76)

    def _draw_foot(self) -> int:
        """Brand, footer and credit; answers where the words must end."""
        base = self.format.height - self._px(84)
        brand = font(SANS_BOLD, self._px(26))
        self.pen.text((self.left, base), self.theme.name, font=brand, fill=self.palette.quiet, anchor="ls")
        if self.content.footer:
            room = self.right - self.left - brand.getlength(self.theme.name) - self._px(40)
            footer = self._fitted(self.content.footer, SANS, (24, 22, 20, 18), self._px(34), width=room)
            self.pen.text(
                (self.right, base), footer.lines[0], font=font(SANS, footer.size), fill=self.palette.quiet, anchor="rs"
            )
        rule = base - self._px(58)
        self.pen.rectangle((self.left, rule, self.right, rule + self._px(2)), fill=self.palette.mark)
        if not self.content.credit:
            return rule - self._px(28)
        credit = self._fitted(f"— {self.content.credit}", SANS_BOLD, CREDIT_SIZES, self._px(130))
        top = rule - self._px(34) - credit.height
        self._write(credit, SANS_BOLD, top, self.palette.text)
        return top - self._px(30)

    def _draw_words(self, top: int, bottom: int) -> None:
        mark_height = self._px(128) if self.content.look.is_quotation else 0
        gap = self._px(28) if self.content.title else 0
        room = bottom - top - mark_height
        title = self._fitted(self.content.title, SERIF_BOLD, TITLE_SIZES, room * 0.6)
        below = room - title.height - gap
        words = self._fitted(self.content.text, SERIF, self._sizes_below(title), below)
        # Short texts stand a little above the middle, where the eye rests.
        y = top + round((below - words.height) * 0.42)
        if mark_height:
            mark = font(SERIF_BOLD, self._px(240))
            self.pen.text((self.left - self._px(8), y - self._px(22)), "“", font=mark, fill=self.palette.mark)
        self._write(title, SERIF_BOLD, y + mark_height, self.palette.text)
        self._write(words, SERIF, y + mark_height + title.height + gap, self.palette.text)

    def _sizes_below(self, title: Fitted) -> tuple[int, ...]:
        """The sizes for the text: under a title, clearly smaller than it."""
        if not title.lines:
            return TEXT_SIZES
        return tuple(size for size in TEXT_SIZES if self._px(size) <= title.size * 0.8)

    def _fitted(
        self, text: str, name: str, sizes: tuple[int, ...], height: float, width: float | None = None
    ) -> Fitted:
        def measure_at(size: int) -> Measure:
            return font(name, size).getlength

        scaled = tuple(self._px(size) for size in sizes)
        fitted = fit(text, width or self.right - self.left, height, scaled, measure_at, LEADING)
        if fitted is None:
            raise TextTooLongError
        return fitted

    def _write(self, fitted: Fitted, name: str, top: int, colour: Colour) -> None:
        shape = font(name, fitted.size)
        y = top + fitted.size * (1 + (LEADING - 1) / 2) * 0.86
        for line in fitted.lines:
            self.pen.text((self.left, round(y)), line, font=shape, fill=colour, anchor="ls")
            y += fitted.size * LEADING * (1 if line else 0.5)

    def _px(self, length: float) -> int:
        return round(length * self.format.scale)


def _drawn(content: CardContent) -> CardContent:
    """Every text as it is drawn."""
    texts = (content.text, content.credit, content.label, content.title, content.footer)
    return CardContent(content.kind, *map(_as_drawn, texts))


def _as_drawn(text: str) -> str:
    """The kept form without what cannot be seen: fonts draw a soft hyphen, and a box for most others.

    The narrow no-break space, which they lack, is a no-break space.
    """
    return without_unseen(text).replace("\u202f", "\u00a0").strip()


def _check_letters(content: CardContent, theme: Theme) -> None:
    """Raises MissingLettersError, which names each letter once, with the first text it stands in."""
    texts = (
        (content.text, SERIF),
        (content.title, SERIF_BOLD),
        (content.credit, SANS_BOLD),
        (content.label, SANS_BOLD),
        (content.footer, SANS),
        (theme.name, SANS_BOLD),
    )
    missing: dict[str, str] = {}
    for text, name in texts:
        for letter in missing_letters(text, name):
            missing.setdefault(letter, text)
    if missing:
        raise MissingLettersError(missing)


def _palette(look: Look, theme: Theme) -> _Palette:
    paper, ink, primary, accent = (rgb(c) for c in (theme.paper, theme.ink, theme.primary, theme.accent))
    if look.is_on_colour:
        text = readable_on(primary, paper)
        return _Palette(primary, text, readable_on(primary, accent, text), accent, (accent, mix(primary, paper, 0.16)))
    text = readable_on(paper, ink)
    return _Palette(paper, text, readable_on(paper, primary, text), accent, (primary, accent))
