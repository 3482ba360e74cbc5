"""The table to begin with: headings, an example row, and how each column is filled."""

import csv
import io
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from cms.core.text import fold_letters
from cms.imports.columns import HEADINGS, template_heading
from cms.imports.parse import Sentence

HOW_TO_FILL: dict[str, Sentence] = {
    "words": gettext_lazy("The exact words. The only column that every row must have."),
    "kind": gettext_lazy("Quote, testimony or learning. Empty means quote."),
    "title": gettext_lazy("Only for testimonies and learnings."),
    "name": gettext_lazy("Full name of who said it. Readers see only what the consent allows."),
    "role": gettext_lazy("For example: community leader."),
    "organisation": gettext_lazy("Theirs. It is added if it is not here yet."),
    "region": gettext_lazy("Region or place. It tells apart two people of one name."),
    "workshop": gettext_lazy("Where it was said. It is added if it is not here yet."),
    "topics": gettext_lazy("One or several, divided by a semicolon."),
    "language": gettext_lazy("The language of the words. Empty means that of the whole table."),
    "web": gettext_lazy("Yes or no: may it be on the website?"),
    "email": gettext_lazy("Yes or no: may it be in the monthly email?"),
    "social": gettext_lazy("Yes or no: may it be on social networks?"),
    "credit": gettext_lazy("Full name, first name, role and region, or anonymous."),
    "until": gettext_lazy("Last day of the consent: 2027-12-31 or 31/12/2027. Empty means no end."),
    "how": gettext_lazy("Signed form, recorded voice, message, or spoken with a witness."),
    "given_on": gettext_lazy("The day on which the person said yes."),
}
_EXAMPLES = {
    "es": "Ejemplo: borra esta fila. Aquí van las palabras exactas, tal como se dijeron.",
    "en": "Example: delete this row. Here go the exact words, just as they were said.",
}
EXAMPLES = frozenset(fold_letters(words) for words in _EXAMPLES.values())


def is_example(words: str) -> bool:
    """Whether a row is the template's own, left in the table."""
    return fold_letters(words) in EXAMPLES


def explained() -> list[tuple[str, Sentence]]:
    """Every column's heading in the language on screen, with how it is filled."""
    return [(template_heading(name, _language()), HOW_TO_FILL[name]) for name in HEADINGS]


def as_csv() -> bytes:
    """With a mark of UTF-8 and semicolons, which spreadsheets in Spanish open as columns."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerows([f"{heading}: {sentence}"] for heading, sentence in explained())
    rows.writerows([[], _headings(), _example()])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """The table on its first sheet; how to fill it on the second."""

    book = Workbook()
    sheet = book.active
    sheet.title = _("Quotes")
    sheet.append(_headings())
    sheet.append(_example())
    sheet.freeze_panes = "B2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 60 if cell.column == 1 else 22
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    guide = book.create_sheet(_("How to fill it"))
    for row in explained():
        guide.append([str(part) for part in row])
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 26, 90
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _language() -> str:
    return (get_language() or "es").split("-")[0]


def _headings() -> list[str]:
    return [template_heading(name, _language()) for name in HEADINGS]


def _example() -> list[str]:
    values = {
        "words": _EXAMPLES.get(_language(), _EXAMPLES["en"]),
        "kind": _("Quote"),
        "name": "Rosa Quispe Tito",
        "role": _("Community leader"),
        "organisation": "Red de Mujeres",
        "region": "Cusco",
        "workshop": _("October workshop"),
        "topics": _("Water; Gender"),
        "language": "es",
        "web": _("yes"),
        "email": _("yes"),
        "social": _("no"),
        "credit": _("first name"),
        "until": date(2027, 12, 31).isoformat(),
        "how": _("signed form"),
        "given_on": date(2026, 10, 9).isoformat(),
    }
    return [values.get(name, "") for name in HEADINGS]
