"""Tables for tests, as bytes of a file."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from cms.imports.run import keep_table, plan_of

HEADINGS = ("Cita", "Persona", "Rol", "Región", "Temas", "Idioma")
CONSENT = ("Web", "Correo", "Redes", "Nombrada como", "Cómo lo dio", "Dado el", "Hasta")
EVERYTHING = (*HEADINGS, *CONSENT)
ALLOWED = ("sí", "sí", "no", "nombre completo", "formulario firmado", "2026-01-10", "31/12/2030")


def as_csv(*rows, headings=HEADINGS, delimiter=";", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(*rows, headings=HEADINGS):
    book = Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    return saved(book)


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def with_consent(words, name, consent=ALLOWED, region=""):
    return (words, name, "Lideresa", region, "Agua; Género", "es", *consent)


def keep(*rows, by, headings=HEADINGS):
    return keep_table(as_csv(*rows, headings=headings), "citas.csv", by)


def fates(table, by):
    return [card.fate for card in plan_of(table, by).cards]
