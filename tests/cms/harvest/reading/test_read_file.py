"""A file that cannot be read gets a sentence that says what to do."""

from __future__ import annotations

import pytest

from cms.harvest.reading.read_file import UnreadableReportError, check_name_and_size, read


@pytest.mark.parametrize(
    ("data", "filename", "says"),
    [
        (b"", "informe.md", "vacío"),
        (b" \n\n\t ", "informe.md", "vacío"),
        (b"---\n***\n", "informe.txt", "vacío"),
        ("Reunión de año".encode("latin-1"), "informe.txt", "UTF-8"),
        ("Reunión".encode("utf-16"), "informe.md", "no es un archivo de texto"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "informe.md", "no es un archivo de texto"),
        (b"PK\x03\x04\x14\x00", "informe.txt", "no es un archivo de texto"),
        (b"# Hola", "informe.docx", "no es lo que dice su nombre"),
        (b"# Hola", "informe", "Markdown"),
        (b"# Hola", "informe.html", "Markdown"),
    ],
)
def test_each_unreadable_file_gets_its_sentence_in_spanish(data, filename, says):
    with pytest.raises(UnreadableReportError) as refusal:
        read(data, filename)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("filename", "most"), [("a.md", 2), ("a.txt", 2), ("a.docx", 25), ("a.pdf", 25), ("a.odt", 25)]
)
def test_too_many_megabytes_are_refused_by_their_number_alone(filename, most):
    with pytest.raises(UnreadableReportError, match=f"{most} MB"):
        check_name_and_size(filename, most * 1024 * 1024 + 1)
    check_name_and_size(filename, most * 1024 * 1024)


def test_utf8_is_read_with_and_without_a_byte_order_mark():
    plain, marked = read("Ñandú".encode(), "a.md"), read("Ñandú".encode("utf-8-sig"), "A.MD")
    assert plain == marked
    assert [block.text for block in plain] == ["Ñandú"]
