"""A table is read whatever its program, language and separators; what could harm is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from cms.imports import read_table, reader
from cms.imports.cell_values import day, yes_or_no
from cms.imports.columns import HEADINGS, columns_of
from cms.imports.read_table import Table
from cms.imports.reader import UnreadableTableError, read
from tests.cms.imports.quote_tables import as_csv, as_xlsx, saved

ROW = ("Somos el río, año tras año.", "Rosa Quispe", "Lideresa", "Cusco", "Agua; Género", "es")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_accents_and_columns_survive_every_encoding_and_separator(encoding, delimiter):
    table = read(as_csv(ROW, delimiter=delimiter, encoding=encoding), "citas.csv")
    assert table.lines[0].cells["words"] == ROW[0]
    assert table.lines[0].cells["topics"] == "Agua; Género"


def test_a_workbook_and_a_csv_of_the_same_rows_hold_the_same():
    assert read(as_xlsx(ROW), "citas.xlsx") == read(as_csv(ROW), "citas.csv")


@pytest.mark.parametrize("language", ["es", "en", "fr", "nl"])
def test_every_heading_of_every_language_is_found(language):
    headings = [languages[language][0].upper() + ":" for languages in HEADINGS.values()]
    assert [*columns_of(headings)] == [*HEADINGS]


def test_a_title_above_the_headings_and_empty_rows_are_passed_over_and_rows_keep_their_number():
    table = read(as_csv(("Cita", "Persona"), (), ("Hola", "Rosa"), headings=("Citas del taller",)), "citas.csv")
    assert [line.number for line in table.lines] == [4]


def test_words_over_several_lines_and_semicolons_stay_as_they_were():
    words = "«Primero»; después,\nlo demás."
    assert read(as_csv((words, "Rosa")), "citas.csv").lines[0].cells["words"] == words


def test_the_sheet_that_has_the_headings_is_found():
    book = Workbook()
    book.active.append(["Cómo se llena"])
    sheet = book.create_sheet("Datos")
    sheet.append(["Quote", "Person"])
    sheet.append(["Hello", "Ann"])
    assert read(saved(book), "quotes.xlsx").lines[0].cells == {"words": "Hello", "name": "Ann"}


def test_a_formula_is_neither_computed_nor_taken_for_words():
    line = read(as_xlsx(('=HYPERLINK("http://evil.example","clic")', "Rosa")), "citas.xlsx").lines[0]
    assert line.unread == ["words"]
    assert "words" not in line.cells


def test_days_numbers_and_truths_of_a_workbook_are_read_as_their_values():
    headings = ("Cita", "Dado el", "Web", "Región")
    cells = read(as_xlsx(("Hola", date(2026, 1, 10), True, 4.0), headings=headings), "citas.xlsx").lines[0].cells
    assert day(cells["given_on"]) == date(2026, 1, 10)
    assert yes_or_no(cells["web"]) is True
    assert cells["region"] == "4"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(read_table, "MAX_UNPACKED", 100_000)
    data = io.BytesIO(as_xlsx(ROW))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b" " * 1_000_000)
    assert len(data.getvalue()) < 20_000
    with pytest.raises(UnreadableTableError):
        read(data.getvalue(), "citas.xlsx")


def test_a_workbook_whose_xml_defines_entities_is_refused():
    data = io.BytesIO(as_xlsx(ROW))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/more.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(UnreadableTableError):
        read(data.getvalue(), "citas.xlsx")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "citas.csv"),
        (b"  \n", "citas.csv"),
        (b"\x00\x01\x02", "citas.csv"),
        (b"not a workbook", "citas.xlsx"),
        (b"\xd0\xcf\x11\xe0 an old or locked workbook", "citas.xlsx"),
        (as_csv(ROW), "citas.pdf"),
        (as_csv(("Hola",), headings=("Algo",)), "citas.csv"),
        (b"Cita;Persona\n" + b'"' + b"x" * 200_000 + b'";Rosa', "citas.csv"),
        (b"x" * (reader.MAX_BYTES + 1), "citas.csv"),
    ],
)
def test_what_is_not_a_table_is_a_sentence_and_not_a_crash(data, name):
    with pytest.raises(UnreadableTableError) as error:
        read(data, name)
    assert len(str(error.value)) > 10


def test_one_row_too_many_is_a_sentence(monkeypatch):
    monkeypatch.setattr(read_table, "MAX_ROWS", 3)
    read(as_csv(*[(f"Cita {n}", "Rosa") for n in range(3)]), "citas.csv")
    with pytest.raises(UnreadableTableError):
        read(as_csv(*[(f"Cita {n}", "Rosa") for n in range(4)]), "citas.csv")


def test_a_cell_far_away_does_not_make_the_table_wide_or_long():
    book = Workbook()
    book.active.append(["Cita", "Persona"])
    book.active.append(["Hola", "Rosa"])
    book.active["XFD1048576"] = "lejos"
    assert len(read(saved(book), "citas.xlsx").lines) == 1


def test_what_is_kept_between_preview_and_import_is_what_was_read():
    table = read(as_csv(ROW), "citas.csv")
    assert Table.from_json(table.as_json()) == table


@pytest.mark.parametrize("text", ["2027-03-04", "04/03/2027", "4.3.2027", "04-03-2027"])
def test_the_day_stands_first_unless_the_year_does(text):
    assert day(text) == date(2027, 3, 4)


@pytest.mark.parametrize("text", ["31/02/2027", "mañana", "3/4", "", "04/03/27"])
def test_what_is_no_day_is_not_guessed(text):
    assert day(text) is None
