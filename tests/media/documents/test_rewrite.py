"""What readers are given says nothing of who made it; what somebody wrote beside the text refuses it, by its name."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from pypdf.errors import DeprecationError
from pypdf.filters import decode_stream_data
from pypdf.generic import StreamObject

from media.bounded.errors import FileRefusedError
from media.documents import office
from media.documents.jpeg import bare_jpeg, bare_jpeg_2000
from media.documents.rewrite import rewrite
from media.problems import DocumentProblem, PictureProblem
from tests.media.documents.told_documents import (
    FOLDER,
    WORDS,
    as_bytes,
    locked_pdf,
    mp3,
    odd_pdfs,
    odt,
    odt_parts,
    package,
    parts_of,
    pdf,
    pdf_with_annotation,
    pdf_with_field,
    pdf_with_file,
    photo,
    refused_pdfs,
    revised_pdf,
    told,
    word,
    word_parts,
)
from tests.media.pictures.odd_pictures import MARKS, SENTINEL, odd_pictures


def everything_in(data: bytes) -> bytes:
    """The bytes of a document with all that is packed in it."""
    if data.startswith(b"PK"):
        return data + b"".join(name.encode() + part for name, part in parts_of(data).items())
    if not data.startswith(b"%PDF"):
        return data
    reader = PdfReader(io.BytesIO(data))
    found = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return data + b"".join(repr(each).encode() + _held_by(each) for each in found if each is not None)


def _held_by(found: object) -> bytes:
    """What a stream holds, packed and unpacked, where it is packed in a way that is known."""
    held = getattr(found, "_data", b"")
    try:
        return held + decode_stream_data(found) if isinstance(found, StreamObject) else held
    except (NotImplementedError, DeprecationError):
        return held


def left_in(data: bytes) -> list[bytes]:
    own = b"PK\x03\x04" if data.startswith(b"PK") else b""
    return [mark for mark in MARKS if mark != own and mark in everything_in(data)]


def refusal(data: bytes, suffix: str) -> tuple[str, str]:
    with pytest.raises(FileRefusedError) as refused:
        rewrite(data, suffix=suffix)
    return refused.value.problem, refused.value.about


def test_a_pdf_keeps_its_pages_and_nothing_about_its_making():
    for data in (as_bytes(pdf()), revised_pdf(), locked_pdf("")):
        assert SENTINEL.encode() in data or b"/Encrypt" in data
        answer, clean = rewrite(data, suffix=".pdf")
        assert answer == {"suffix": ".pdf"}
        assert left_in(clean) == []
        reader = PdfReader(io.BytesIO(clean))
        assert WORDS in reader.pages[0].extract_text()
        assert reader.pages[0].images[0].image.size == (60, 40)
        assert [entry["/Title"] for entry in reader.outline] == ["Inicio"]
        links = [link.get_object().get("/A") for link in reader.pages[0]["/Annots"]]
        assert [link["/URI"] for link in links if link] == ["https://example.org/agua"]


def test_notes_in_any_corner_of_a_pdf_are_taken_out_or_refuse_it():
    for name, data in odd_pdfs().items():
        assert SENTINEL.encode() in everything_in(data), name
        assert left_in(rewrite(data, suffix=".pdf")[1]) == [], name
    for name, data in refused_pdfs().items():
        assert refusal(data, ".pdf") == (DocumentProblem.PICTURE_INSIDE, "PDF"), name


def test_what_somebody_put_beside_the_pages_of_a_pdf_is_named():
    note = pdf_with_annotation(Subtype="/Text", T="Juana", Contents="Quitar a Rosa")
    assert refusal(note, ".pdf") == (DocumentProblem.COMMENTS, "Juana Quitar a Rosa")
    for subtype in ("/FreeText", "/Highlight", "/Ink", "/Stamp", "/Redact", "/Sound", "/Screen", "/3D"):
        assert refusal(pdf_with_annotation(Subtype=subtype), ".pdf") == (DocumentProblem.COMMENTS, subtype[1:])
    assert refusal(pdf_with_file(), ".pdf") == (DocumentProblem.EMBEDDED, "lista-de-participantes.xlsx")
    assert refusal(pdf_with_field(FT="/Tx", V="Rosa Quispe"), ".pdf") == (DocumentProblem.FILLED_FORM, "nombre")
    signature = told(Type="/Sig", Name="Rosa Quispe")
    assert refusal(pdf_with_field(FT="/Sig", V=signature), ".pdf") == (DocumentProblem.SIGNED, "Rosa Quispe")
    assert refusal(locked_pdf("secreta"), ".pdf")[0] == DocumentProblem.ENCRYPTED
    assert refusal(as_bytes(pdf())[:300], ".pdf")[0] == DocumentProblem.DAMAGED
    assert rewrite(pdf_with_field(FT="/Tx", V=""), suffix=".pdf")[0] == {"suffix": ".pdf"}, "an empty form may stay"


def test_a_word_document_keeps_its_text_its_looks_and_its_pictures():
    answer, clean = rewrite(word(), suffix=".docx")
    assert answer == {"suffix": ".docx"}
    assert left_in(clean) == []
    parts = parts_of(clean)
    assert set(parts) == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/settings.xml",
        "word/_rels/settings.xml.rels", "word/media/image1.jpeg",
    }  # fmt: skip
    assert WORDS in parts["word/document.xml"].decode()
    assert b"defaultTabStop" in parts["word/settings.xml"]
    assert b"people" not in parts["[Content_Types].xml"] + parts["word/_rels/document.xml.rels"]
    assert b"https://example.org/" in parts["word/_rels/document.xml.rels"]


def test_what_programs_note_among_the_words_is_taken_out():
    picture = f'<wp:docPr xmlns:wp="urn:wp" id="1" descr="C:\\fotos\\{SENTINEL}.JPG" title="{SENTINEL}.heic"/>'
    for body in (
        f"<!-- {SENTINEL} -->",
        f"<?programa {SENTINEL}?>",
        f'<w:p w:rsidR="{SENTINEL}" w:rsidRDefault="{SENTINEL}"/>',
        picture,
        f'<v:imagedata xmlns:v="urn:v" xmlns:o="urn:o" o:title="{SENTINEL}"/>',
    ):
        assert left_in(rewrite(word(body), suffix=".docx")[1]) == [], body
    for name in ("word__fonts__lista.xlsx", "word__theme__notas.txt", "word__glossary__document.xml"):
        assert left_in(rewrite(word(**{name: SENTINEL}), suffix=".docx")[1]) == [], name
    for body in (f"<!-- {SENTINEL} -->", f'<draw:frame draw:name="{SENTINEL}.png"/>'):
        assert left_in(rewrite(odt(body), suffix=".odt")[1]) == [], body
    data = package(odt_parts() | {"Fonts/lista.xlsx": SENTINEL, "Configurations2/a.xml": SENTINEL})
    assert left_in(rewrite(data, suffix=".odt")[1]) == []
    said = rewrite(word("<w:t><![CDATA[<!-- dicho -->]]></w:t>"), suffix=".docx")[1]
    assert b"<!-- dicho -->" in parts_of(said)["word/document.xml"], "this is text"


def test_what_somebody_left_in_a_word_document_is_named():
    change = '<w:ins w:author="Juana" w:id="1"><w:r/></w:ins>'
    namespace = word_parts()["word/document.xml"].split('xmlns:w="')[1].split('"')[0]
    comments = f'<w:comments xmlns:w="{namespace}"><w:comment w:author="Juana"/></w:comments>'
    link = f'<Relationship Target="{FOLDER}/juana/a.jpg" TargetMode="External"/>'
    linked = f'<Relationships xmlns="x">{link}</Relationships>'
    for data, expected in (
        (word(change), (DocumentProblem.TRACKED_CHANGES, "Juana")),
        (word(change.replace("w:ins", "w:moveFrom")), (DocumentProblem.TRACKED_CHANGES, "Juana")),
        (word('<x:conflictIns xmlns:x="urn:x" x:author="Juana"/>'), (DocumentProblem.TRACKED_CHANGES, "Juana")),
        (word(**{"word__comments.xml": comments}), (DocumentProblem.COMMENTS, "Juana")),
        (word(**{"word__embeddings__lista.xlsx": b"PK"}), (DocumentProblem.EMBEDDED, "lista.xlsx")),
        (word(**{"word__vbaProject.bin": b"x"}), (DocumentProblem.MACROS, "")),
        (word(**{"word__media__chart.emf": b"x"}), (DocumentProblem.PICTURE_INSIDE, "EMF")),
        (word(**{"word___rels__header1.xml.rels": linked}), (DocumentProblem.LOCAL_PATH, f"{FOLDER}/juana/a.jpg")),
        (word(r'<w:t xml:space="preserve">C:\Users\juana\a.jpg</w:t>'), (DocumentProblem.LOCAL_PATH, None)),
        (word(**{"word__document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), (DocumentProblem.DAMAGED, "")),
        (word(**{"word__document.xml": "<a>".encode("utf-16")}), (DocumentProblem.DAMAGED, "")),
    ):  # fmt: skip
        problem, about = refusal(data, ".docx")
        assert problem == expected[0], expected
        assert expected[1] in (about, None), expected


def test_an_opendocument_keeps_its_text_its_looks_and_its_pictures():
    answer, clean = rewrite(odt(), suffix=".odt")
    assert answer == {"suffix": ".odt"}
    assert left_in(clean) == []
    parts = parts_of(clean)
    assert next(iter(parts)) == "mimetype"
    assert set(parts) == {"mimetype", "content.xml", "styles.xml", "Pictures/foto.jpg", "META-INF/manifest.xml"}
    assert WORDS in parts["content.xml"].decode()


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(office, "MOST_BYTES", 1_000_000)
    for data in (word(**{"word__bomb.xml": " " * 1_000_000}), package(odt_parts() | {"bomb.xml": " " * 1_000_000})):
        assert len(data) < 20_000
        assert refusal(data, ".docx")[0] == DocumentProblem.TOO_BIG_INSIDE


def test_what_somebody_left_in_an_opendocument_is_named():
    creator = "<dc:creator>Juana</dc:creator>"
    for body, expected in (
        (f"<office:annotation>{creator}</office:annotation>", (DocumentProblem.COMMENTS, "Juana")),
        (f"<text:tracked-changes>{creator}</text:tracked-changes>", (DocumentProblem.TRACKED_CHANGES, "Juana")),
        ("<text:script>x</text:script>", (DocumentProblem.MACROS, "")),
        ("<text:hidden-text>x</text:hidden-text>", (DocumentProblem.COMMENTS, "")),
        (f"<office:meta>{creator}</office:meta>", (DocumentProblem.DAMAGED, "Juana")),
        ('<draw:object xlink:href="./Object 1"/>', (DocumentProblem.EMBEDDED, "")),
        ('<draw:image xlink:href="../../fotos/rosa.jpg"/>', (DocumentProblem.LOCAL_PATH, "../../fotos/rosa.jpg")),
    ):
        assert refusal(odt(body), ".odt") == expected


def test_a_recording_keeps_its_sound():
    answer, clean = rewrite(mp3(), suffix=".mp3")
    assert answer == {"suffix": ".mp3"}
    assert clean == bytes.fromhex("fffb9064").ljust(417, b"\0") * 40
    between = mp3() + bytes.fromhex("fff39064") + SENTINEL.encode() + bytes(900) + clean
    assert SENTINEL.encode() not in rewrite(between, suffix=".mp3")[1]
    for data in (mp3(frames=3), bytes(4000), b"ID3\4\0\0\x7f\x7f\x7f\x7f", b"\xff\xfb" * 2000):
        assert refusal(data, ".mp3")[0] == DocumentProblem.DAMAGED


def test_text_is_text_and_pictures_are_written_anew_whatever_their_names_say():
    assert rewrite("\ufeffÑandú".encode(), suffix=".txt") == ({"suffix": ".txt"}, "Ñandú".encode())
    assert rewrite("Ñandú".encode("cp1252"), suffix=".md")[1] == "Ñandú".encode()
    assert rewrite("Ñandú".encode("utf-16"), suffix=".md")[1] == "Ñandú".encode()
    assert refusal(b"hola\0", ".txt")[0] == DocumentProblem.NOT_TEXT
    answer, clean = rewrite(odd_pictures()["camera.jpg"].data, suffix=".pdf")
    assert answer["suffix"] == ".jpg"
    assert left_in(clean) == []
    assert refusal(odd_pictures()["iphone.jpg"].data, ".jpg")[0] == PictureProblem.HEIC


def test_what_is_none_of_these_is_refused_with_the_list_of_what_is():
    recordings = (b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x20ftypM4A ", b"\0\0\0\x20ftypisom")
    for data in (*recordings, b"MZ", b"<svg/>", b"\xd0\xcf\x11\xe0", package({"xl/workbook.xml": "<a/>"})):
        assert refusal(data + bytes(64), ".webm")[0] in (DocumentProblem.UNKNOWN_KIND, DocumentProblem.DAMAGED)
    assert refusal(package({"xl/workbook.xml": "<a/>"}), ".xlsx")[0] == DocumentProblem.UNKNOWN_KIND


def test_a_jpeg_inside_a_document_keeps_each_of_its_pixels():
    from PIL import Image, ImageChops

    clean = bare_jpeg(photo() + SENTINEL.encode())
    assert [mark for mark in MARKS if mark in clean] == []
    before, after = (Image.open(io.BytesIO(data)) for data in (photo(), clean))
    assert ImageChops.difference(before, after).getbbox() is None
    for broken in (b"", b"\xff\xd8\0\0\0\0\0", b"PK"):
        with pytest.raises(ValueError, match=r"not a JPEG|no marker"):
            bare_jpeg(broken)


def test_a_jpeg_2000_inside_a_document_keeps_its_picture_and_no_other_box():
    from PIL import Image

    from tests.media.pictures.odd_pictures import painted, written

    picture = written(painted(), "JPEG2000")
    note = SENTINEL.encode()
    noted = picture + (8 + len(note)).to_bytes(4, "big") + b"xml " + note
    # The last box may be as long as the rest of the file; here it says its length.
    clean = bare_jpeg_2000(noted)
    assert note not in clean
    assert Image.open(io.BytesIO(clean)).size == (60, 40)
