"""What the styles of an OpenDocument text say: which are titles, quotations, bold, counted."""

from dataclasses import dataclass

from cms.harvest.formats.paragraphs import level_by_name
from cms.harvest.formats.zip_package import Event

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_QUOTATIONS = {"quotations", "quote", "block text", "cita", "block quotation"}
_FARTHEST = 20


@dataclass(frozen=True)
class OdtStyle:
    """A style with all that it has from those it is based on. `is_bold` is None where it does not say."""

    name: str = ""
    level: int = 0
    is_bold: bool | None = None
    size: float = 0.0
    list_name: str = ""
    above: tuple[str, ...] = ()

    @property
    def is_quotation(self) -> bool:
        return any(_plain(name) in _QUOTATIONS for name in (self.name, *self.above))

    @property
    def is_contents(self) -> bool:
        return any(_plain(name).startswith(("contents ", "toc ")) for name in (self.name, *self.above))


@dataclass
class _Written:
    """A style as it is written: what it leaves open, it has from its parent."""

    name: str
    parent: str = ""
    outline: str = ""
    weight: str = ""
    size: str = ""
    list_name: str = ""


class StyleSheet:
    """The styles of both parts, gathered while they pass by."""

    def __init__(self) -> None:
        self.written: dict[tuple[str, str], _Written] = {}
        self.counted: set[tuple[str, int]] = set()
        self.current: _Written | None = None
        self.list_name = ""
        self.known: dict[tuple[str, str], OdtStyle] = {}

    def look(self, event: Event) -> None:
        """Take what an event says about styles."""
        attributes = event.attributes
        if event.kind == "end" and event.name in (f"{STYLE}style", f"{STYLE}default-style"):
            self.current = None
        elif event.kind != "start":
            return
        elif event.name in (f"{STYLE}style", f"{STYLE}default-style"):
            name = attributes.get(f"{STYLE}name", "")
            self.current = _Written(
                attributes.get(f"{STYLE}display-name", name),
                attributes.get(f"{STYLE}parent-style-name", ""),
                attributes.get(f"{STYLE}default-outline-level", ""),
                list_name=attributes.get(f"{STYLE}list-style-name", ""),
            )
            self.written[attributes.get(f"{STYLE}family", ""), name] = self.current
        elif event.name == f"{STYLE}text-properties" and self.current is not None:
            self.current.weight = attributes.get(f"{FO}font-weight", "")
            self.current.size = attributes.get(f"{FO}font-size", "")
        elif event.name in (f"{TEXT}list-style", f"{TEXT}outline-style"):
            self.list_name = attributes.get(f"{STYLE}name", "")
        elif event.name == f"{TEXT}list-level-style-number" and attributes.get(f"{STYLE}num-format"):
            level = attributes.get(f"{TEXT}level", "")
            self.counted.add((self.list_name, int(level) if level.isdigit() else 1))

    def is_counted(self, list_name: str, level: int) -> bool:
        """Whether a list is numbered at this level."""
        return (list_name, level) in self.counted

    def style(self, family: str, name: str) -> OdtStyle:
        """A style by its name, with what it has from its parents."""
        if (family, name) not in self.known:
            self.known[family, name] = self._style(family, name)
        return self.known[family, name]

    def _style(self, family: str, name: str) -> OdtStyle:
        chain: list[_Written] = []
        while (family, name) in self.written and len(chain) < _FARTHEST:
            chain.append(self.written[family, name])
            name = chain[-1].parent
            if not name:
                # Below all others is what every paragraph has.
                chain.append(self.written.get((family, ""), _Written("")))
                break
        outline = next((style.outline for style in chain if style.outline), "")
        weight = next((style.weight for style in chain if style.weight), "")
        return OdtStyle(
            name=chain[0].name if chain else "",
            level=int(outline) if outline.isdigit() else max((level_by_name(_plain(s.name)) for s in chain), default=0),
            is_bold=_is_bold(weight) or _plain(chain[0].name) == "title" if weight else None,
            size=_points(next((style.size for style in chain if style.size.endswith("pt")), "")),
            list_name=next((style.list_name for style in chain if style.list_name), ""),
            above=tuple(style.name for style in chain[1:]),
        )


def _is_bold(weight: str) -> bool:
    return weight == "bold" or (weight.isdigit() and int(weight) >= 600)


def _points(size: str) -> float:
    try:
        return float(size.removesuffix("pt"))
    except ValueError:
        return 0.0


def _plain(name: str) -> str:
    """A style's name without the codes that some programs write into it."""
    return name.replace("_20_", " ").lower()
