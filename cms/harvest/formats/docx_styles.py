"""What the styles and lists of a Word document say: which are titles, quotations, contents, counted or not."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from cms.harvest.formats.paragraphs import level_by_name
from cms.harvest.formats.zip_package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_QUOTATIONS = {"quote", "intense quote", "block text", "quotations", "cita", "cita destacada", "citation"}
_FARTHEST = 20


@dataclass(frozen=True)
class DocxStyle:
    """A paragraph or character style, with all that it has from those it is based on."""

    name: str = ""
    level: int = 0
    is_bold: bool = False
    size: float = 0.0
    list_id: str = ""
    list_level: int = 0

    @property
    def is_quotation(self) -> bool:
        return self.name.lower() in _QUOTATIONS

    @property
    def is_contents(self) -> bool:
        return self.name.lower().startswith(("toc ", "table of figures", "contents "))


@dataclass
class _Written:
    """A style as it is written: what it leaves open, it has from the one it is based on."""

    name: str = ""
    base: str = ""
    is_default: bool = False
    values: dict[str, str] = field(default_factory=dict)


def styles_of(package: Package) -> dict[str, DocxStyle]:
    """The styles by their id; under the empty id what a paragraph without a style has."""
    written: dict[str, _Written] = {"": _Written()}
    current: _Written | None = None
    for event in package.events("word/styles.xml"):
        name, value = event.name.removeprefix(_W), event.attributes.get(f"{_W}val", "")
        if event.kind == "end" and name in ("style", "docDefaults"):
            current = None
        elif event.kind != "start":
            continue
        elif name == "docDefaults":
            current = written[""]
        elif name == "style":
            current = _Written(is_default=event.attributes.get(f"{_W}default") == "1")
            current.is_default &= event.attributes.get(f"{_W}type") == "paragraph"
            written[event.attributes.get(f"{_W}styleId", "")] = current
        elif current is not None and name == "name":
            current.name = value
        elif current is not None and name == "basedOn":
            current.base = value
        elif current is not None and name in ("b", "sz", "outlineLvl", "numId", "ilvl"):
            current.values[name] = value
    styles = {key: _style(key, written) for key in written}
    default = next((key for key, style in written.items() if style.is_default), "")
    return styles | {"": replace(styles[default], name="")}


def _style(key: str, written: dict[str, _Written]) -> DocxStyle:
    values: dict[str, str] = {}
    base, steps = key, 0
    while base in written and steps < _FARTHEST:
        values = written[base].values | values
        base, steps = written[base].base, steps + 1
        if not base:
            values = written[""].values | values
            break
    name = written[key].name
    outline = values.get("outlineLvl", "")
    level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else level_by_name(name)
    return DocxStyle(
        name=name,
        level=level,
        # The title of the whole document stands on its cover: it is marked, and nothing hangs from it.
        is_bold=values.get("b", "0") not in ("0", "false", "off") or name.lower() == "title",
        size=int(values["sz"]) / 2 if values.get("sz", "").isdigit() else 0.0,
        list_id=values.get("numId", ""),
        list_level=int(values["ilvl"]) if values.get("ilvl", "").isdigit() else 0,
    )


class Numbering:
    """The lists of a document, and how far each is counted."""

    def __init__(self, lists: dict[str, str], formats: dict[tuple[str, int], str]) -> None:
        self.lists, self.formats = lists, formats
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0] * 10)

    def next(self, list_id: str, level: int) -> tuple[bool | None, str]:
        """Whether the next entry is counted, and its number; None where it is no list."""
        if list_id in ("", "0") or level > 8:
            return None, ""
        kind = self.formats.get((self.lists.get(list_id, ""), level), "bullet")
        if kind == "none":
            return None, ""
        counts = self.counts[list_id]
        counts[level] += 1
        counts[level + 1 :] = [0] * (9 - level)
        if kind == "bullet":
            return False, ""
        return True, ".".join(str(max(count, 1)) for count in counts[: level + 1]) if kind.startswith("decimal") else ""


def numbering_of(package: Package) -> Numbering:
    """The document's lists: which of them are counted, and how."""
    lists: dict[str, str] = {}
    formats: dict[tuple[str, int], str] = {}
    abstract, number, level = "", "", 0
    for event in package.events("word/numbering.xml"):
        name, value = event.name.removeprefix(_W), event.attributes.get(f"{_W}val", "")
        if event.kind != "start":
            continue
        if name == "abstractNum":
            abstract = event.attributes.get(f"{_W}abstractNumId", "")
        elif name == "lvl":
            ilvl = event.attributes.get(f"{_W}ilvl", "0")
            level = int(ilvl) if ilvl.isdigit() else 0
        elif name == "numFmt":
            formats.setdefault((abstract, level), value)
        elif name == "num":
            number = event.attributes.get(f"{_W}numId", "")
        elif name == "abstractNumId":
            lists[number] = value
    return Numbering(lists, formats)


def relations_of(package: Package) -> dict[str, str]:
    """The web addresses that the document leads to, by the id of the relation."""
    addresses = {}
    for event in package.events("word/_rels/document.xml.rels"):
        target = event.attributes.get("Target", "")
        if event.kind == "start" and target.startswith(("http://", "https://")):
            addresses[event.attributes.get("Id", "")] = target
    return addresses
