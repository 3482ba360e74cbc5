"""Documents that say who made them, when and where, in every place where their formats let them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.media.pictures.odd_pictures import SENTINEL, XMP, exif, painted, with_iptc, written

WORDS = "El agua tiene memoria"
# Where something lies on somebody's computer.
FOLDER = "file:" + "///D:/papeles"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def photo() -> bytes:
    return with_iptc(written(painted(), "JPEG", exif=exif(), xmp=XMP, comment=SENTINEL))


def told(**values: Any) -> DictionaryObject:
    """A dictionary of a PDF: text where a value is text, a name where it begins with a slash."""
    found = DictionaryObject()
    for key, value in values.items():
        if isinstance(value, str):
            value = NameObject(value) if value.startswith("/") else TextStringObject(value)
        found[NameObject(f"/{key}")] = value
    return found


def pdf() -> PdfWriter:
    """One page with words, a photo, links and everything else that is to be taken out."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.setAuthor(SENTINEL)
    page.setTitle(SENTINEL)
    page.drawString(100, 700, WORDS)
    page.drawImage(ImageReader(io.BytesIO(photo())), 100, 400)
    page.linkURL("https://example.org/agua", (0, 0, 50, 50))
    page.linkURL(f"{FOLDER}/{SENTINEL}/agua.docx", (0, 0, 50, 50))
    page.bookmarkPage("inicio")
    page.addOutlineEntry("Inicio", "inicio")
    page.save()
    writer = PdfWriter(clone_from=PdfReader(buffer))
    xmp = DecodedStreamObject()
    xmp.set_data(XMP)
    for holder in (writer.root_object, writer.pages[0]):
        holder[NameObject("/Metadata")] = writer._add_object(xmp)
        holder[NameObject("/PieceInfo")] = told(Program=told(Private=SENTINEL))
        holder[NameObject("/AA")] = told(O=told(S="/JavaScript", JS=SENTINEL))
    writer.root_object[NameObject("/Unheard")] = TextStringObject(SENTINEL)
    writer.root_object[NameObject("/OpenAction")] = told(S="/Launch", F=SENTINEL)
    writer.pages[0][NameObject("/VP")] = ArrayObject([told(Measure=told(GPTS=SENTINEL))])
    for annotation in writer.pages[0]["/Annots"]:
        annotation.get_object()[NameObject("/T")] = TextStringObject(SENTINEL)
    scripts = told(Names=ArrayObject([TextStringObject("a"), told(S="/JavaScript", JS=SENTINEL)]))
    writer.root_object[NameObject("/Names")] = told(JavaScript=scripts)
    writer.add_metadata({"/Creator": SENTINEL, "/Company": SENTINEL})
    return writer


def as_bytes(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf_with_annotation(**values: Any) -> bytes:
    writer = pdf()
    note = told(Type="/Annot", Rect=ArrayObject([NumberObject(0)] * 4), **values)
    writer.pages[0]["/Annots"].append(writer._add_object(note))
    return as_bytes(writer)


def pdf_with_field(**values: Any) -> bytes:
    writer = pdf()
    field = writer._add_object(told(T="nombre", **values))
    writer.root_object[NameObject("/AcroForm")] = told(Fields=ArrayObject([field]))
    return as_bytes(writer)


def pdf_with_file() -> bytes:
    writer = pdf()
    writer.add_attachment("lista-de-participantes.xlsx", b"PK")
    return as_bytes(writer)


def locked_pdf(password: str) -> bytes:
    writer = pdf()
    writer.encrypt(user_password=password, owner_password="otra", algorithm="RC4-128")
    return as_bytes(writer)


def revised_pdf() -> bytes:
    """Its earlier form stands before the present one, as programs write that only add."""
    writer = PdfWriter(io.BytesIO(as_bytes(pdf())), incremental=True)
    writer.add_metadata({"/Author": SENTINEL})
    writer.pages[0][NameObject("/Rotate")] = NumberObject(0)
    return as_bytes(writer)


def stream(data: bytes, **values: Any) -> StreamObject:
    """A stream as it is packed already."""
    made = StreamObject()
    made._data = data
    made.update(told(**values))
    return made


def pdf_with_picture(data: bytes, filters: Callable[[PdfWriter], Any]) -> bytes:
    """Its photo is `data`, packed as `filters` says."""
    writer = pdf()
    pictures = writer.pages[0]["/Resources"]["/XObject"]
    picture = pictures[next(iter(pictures))]
    picture.pop("/DecodeParms", None)
    picture._data, picture[NameObject("/Filter")] = data, filters(writer)
    picture[NameObject("/Subtype")] = writer._add_object(NameObject("/Image"))
    return as_bytes(writer)


def pdf_with(change: Callable[[PdfWriter], object]) -> bytes:
    writer = pdf()
    change(writer)
    return as_bytes(writer)


def odd_pdfs() -> dict[str, bytes]:
    """Notes in places where a reader that takes files at their word does not look; each is cleaned of them."""

    def put(path: str, value: Any) -> Callable[[PdfWriter], object]:
        return lambda writer: (writer.pages[0] if path[0] == "P" else writer.root_object).update(
            {NameObject(path[1:]): value}
        )

    def elsewhere(writer: PdfWriter) -> object:
        """The kind of an action stands in another object."""
        action = DictionaryObject({NameObject("/S"): writer._add_object(NameObject("/JavaScript"))})
        action.update(told(K=SENTINEL))
        return writer.root_object.update({NameObject("/OpenAction"): action})

    jpeg, packed = with_iptc(written(painted(), "JPEG", comment=SENTINEL)), zlib.compress(photo())
    names = NameObject("/FlateDecode"), NameObject("/DCTDecode")
    jpx = [written(painted(), "JPEG2000", comment=SENTINEL, no_jp2=is_bare) for is_bare in (True, False)]
    usage = told(CreatorInfo=told(Creator=SENTINEL), User=told(Name=SENTINEL))
    return {
        "filter elsewhere": pdf_with_picture(jpeg, lambda writer: writer._add_object(names[1])),
        "filters elsewhere": pdf_with_picture(packed, lambda writer: writer._add_object(ArrayObject(names))),
        "each elsewhere": pdf_with_picture(jpeg, lambda writer: ArrayObject([writer._add_object(names[1])])),
        "short name": pdf_with_picture(jpeg, lambda writer: NameObject("/DCT")),
        "JPEG 2000": pdf_with_picture(jpx[0], lambda writer: NameObject("/JPXDecode")),
        "bare JPEG 2000": pdf_with_picture(jpx[1], lambda writer: NameObject("/JPXDecode")),
        "key of a page": pdf_with(put("P/Unheard", TextStringObject(SENTINEL))),
        "beads": pdf_with(put("P/B", ArrayObject([told(T=told(I=told(Title=SENTINEL)))]))),
        "action elsewhere": pdf_with(elsewhere),
        "next action": pdf_with(put("R/OpenAction", told(S="/GoTo", D="x", Next=told(S="/Launch", F=SENTINEL)))),
        "layers": pdf_with(put("R/OCProperties", told(OCGs=ArrayObject([told(Name="capa", Usage=usage)])))),
        "tags": pdf_with(put("R/StructTreeRoot", told(K=told(A=told(O="/UserProperties", P=told(V=SENTINEL)))))),
        "behind its end": as_bytes(pdf()) + SENTINEL.encode(),
        "before its beginning": b"GIF89a" + SENTINEL.encode() + as_bytes(pdf()),
    }


def refused_pdfs() -> dict[str, bytes]:
    """Notes among lines and letters, where they cannot be taken out."""
    inline = [
        b"q BI /W 60 /H 40 /CS /RGB /BPC 8 /F %s ID %s EI Q" % (name, photo()) for name in (b"/DCT", b"[/Fl /DCT]")
    ]
    bare = with_iptc(written(painted(), "JPEG"))
    inline.append(b"q BI /W 60 /H 40 /CS /RGB /BPC 8 /F /DCT ID %s EI Q" % bare.replace(b"Photoshop", b"Photoship"))

    def hidden(data: bytes, kind: str) -> Callable[[PdfWriter], object]:
        found = stream(zlib.compress(data), Filter="/FlateDecode", PatternType=NumberObject(1))
        return lambda writer: writer.pages[0]["/Resources"].update(
            {NameObject(f"/{kind}"): told(A1=writer._add_object(found))}
        )

    return {
        "pattern": pdf_with(hidden(inline[0], "Pattern")),
        "packed twice": pdf_with(hidden(inline[1], "Pattern")),
        "notes of an inline picture": pdf_with(hidden(inline[2], "Font")),
        "XMP as properties": pdf_with(hidden(XMP, "Properties")),
    }


def package(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = SENTINEL.encode()
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not archive.comment
        return {name: archive.read(name) for name in archive.namelist()}


def word_parts(body: str = "") -> dict[str, bytes | str]:
    author = f"<a xmlns='urn:x'>{SENTINEL}</a>"
    picture = f'<wp:docPr xmlns:wp="urn:wp" id="1" name="C:\\fotos\\{SENTINEL}.jpg" descr="Un canal"/>'
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/xml"/>'
        for name in ("word/document.xml", "docProps/core.xml", "word/people.xml")
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        '<Relationship Id="rId1" Type="document" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="core" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body><w:p><w:r>'
        f"<w:t>{WORDS}</w:t></w:r></w:p>{picture}{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        '<Relationship Id="rId1" Type="image" Target="media/image1.jpeg"/>'
        '<Relationship Id="rId2" Type="link" Target="https://example.org/" TargetMode="External"/>'
        '<Relationship Id="rId3" Type="people" Target="people.xml"/></Relationships>',
        "word/settings.xml": f'<w:settings xmlns:w="{W}" xmlns:r="{R}"><w:zoom w:percent="100"/>'
        f'<w:attachedTemplate r:id="rId1"/><w:docVars><w:docVar w:name="{SENTINEL}" w:val="1"/></w:docVars>'
        f'<w:rsids><w:rsidRoot w:val="{SENTINEL}"/></w:rsids><w:defaultTabStop w:val="708"/></w:settings>',
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="template" Target="{FOLDER}/{SENTINEL}/a.dotx" TargetMode="External"/></Relationships>',
        "word/media/image1.jpeg": photo(),
        "word/people.xml": author,
        "docProps/core.xml": author,
        "docProps/app.xml": author,
        "docProps/custom.xml": author,
        "docProps/thumbnail.jpeg": photo(),
        "customXml/item1.xml": author,
    }


def word(body: str = "", **more: bytes | str) -> bytes:
    return package(word_parts(body) | {name.replace("__", "/"): part for name, part in more.items()})


def odt_parts(body: str = "") -> dict[str, bytes | str]:
    office = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    )
    author = f"<office:meta {office}><dc:creator>{SENTINEL}</dc:creator></office:meta>"
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {office}><office:body><office:text><text:p>{WORDS}</text:p>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {office}/>",
        "meta.xml": author,
        "settings.xml": author,
        "Thumbnails/thumbnail.png": written(painted(), "PNG", exif=exif()),
        "Pictures/foto.jpg": photo(),
        "VersionList.xml": author,
        "Versions/Version1": SENTINEL,
        "META-INF/manifest.xml": "<manifest/>",
    }


def odt(body: str = "") -> bytes:
    return package(odt_parts(body))


def mp3(frames: int = 40) -> bytes:
    """Silence of MPEG 1, layer III, 128 kbit/s, between an ID3v2 tag with a picture and an APE and an ID3v1 tag."""
    frame = bytes.fromhex("fffb9064") + bytes(413)
    notes = b"TIT2" + SENTINEL.encode() + b"APIC" + photo()
    size = len(notes)
    head = b"ID3\4\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + notes
    # In the cover's bytes stands what looks like a frame.
    ape = b"APETAGEX" + struct.pack("<II", 2000, 40) + frame[:4] + SENTINEL.encode() + bytes(700)
    return head + frame * frames + ape + b"TAG" + SENTINEL.encode().ljust(125, b"\0")
