"""A file that cannot be read gets a sentence that says what to do."""

from __future__ import annotations

import pytest

from cms.harvest.reader import MAX_BYTES, UnreadableReportError, check_size, read


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
        (b"# Hola", "informe.docx", "Markdown"),
        (b"# Hola", "informe", "Markdown"),
    ],
)
def test_each_unreadable_file_gets_its_sentence_in_spanish(data, filename, says):
    with pytest.raises(UnreadableReportError) as refusal:
        read(data, filename)
    assert says in str(refusal.value)


def test_fifty_megabytes_are_refused_by_their_size_alone():
    with pytest.raises(UnreadableReportError, match="2 MB"):
        check_size(50 * 1024 * 1024)
    check_size(MAX_BYTES)


def test_utf8_is_read_with_and_without_a_byte_order_mark():
    assert read("Ñandú".encode(), "a.md") == read("Ñandú".encode("utf-8-sig"), "A.MD") == "Ñandú"
