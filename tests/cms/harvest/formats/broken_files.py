"""Files that cannot be read, each made as it comes about in life."""

from __future__ import annotations

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter

from tests.cms.harvest.formats.made_pdfs import docx, docx_of, odt_of, package, pdf

TEXT = "# Compromisos\n\nVolver a la acequia con las vecinas y contar en la asamblea lo que se vio por el camino."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def scanned(pages: int = 2) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    pictures = [Image.new("L", (300, 400), 220) for _page in range(pages)]
    target = io.BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:])
    return target.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(TEXT)))
    writer.encrypt("secreto", algorithm="RC4-128")
    return written(writer)


def pdf_that_may_not_be_printed() -> bytes:
    """It opens without a password, and only asks not to be printed."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(TEXT)))
    writer.encrypt("", owner_password="secreto", algorithm="RC4-128")
    return written(writer)


def pdf_of_pages(count: int) -> bytes:
    writer = PdfWriter()
    for _page in range(count):
        writer.add_blank_page(595, 842)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def bomb(name: str, megabytes: int) -> bytes:
    """A document whose text is spaces without end: small as it comes, and too large to open."""
    target = io.BytesIO(docx_of("<w:p/>"))
    kept = {entry: zipfile.ZipFile(target).read(entry) for entry in zipfile.ZipFile(target).namelist() if entry != name}
    return package({**kept, name: b" " * (megabytes * 1024 * 1024)})


def many_parts(count: int) -> bytes:
    return package({"word/document.xml": "<a/>", **{f"word/media/{number}.png": b"" for number in range(count)}})


def entities() -> bytes:
    """Ten entities of ten entities each, nine times over: a few lines that unfold into gigabytes."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE d [<!ENTITY a0 "ja">{laughs}]><d>&a9;</d>'
    return package({"word/document.xml": document})


def outside_entity() -> bytes:
    """It asks for a file of the machine that reads it."""
    document = '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/nowhere">]><d>&x;</d>'
    return package({"word/document.xml": document})


def nested(depth: int) -> bytes:
    return docx_of("<w:tbl>" * depth + "</w:tbl>" * depth)


def locked_odt() -> bytes:
    manifest = '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return odt_of("<text:p>Nada</text:p>", **{"META-INF/manifest.xml": manifest})


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def slides() -> bytes:
    return package({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})


BROKEN = {
    "scanned": ("informe.pdf", scanned, "imágenes escaneadas"),
    "scanned, one page": ("informe.pdf", lambda: scanned(1), "imágenes escaneadas"),
    "locked pdf": ("informe.pdf", locked_pdf, "contraseña"),
    "locked docx": ("informe.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
    "locked odt": ("informe.odt", locked_odt, "contraseña"),
    "cut pdf": ("informe.pdf", lambda: pdf(TEXT)[:600], "dañado"),
    "cut docx": ("informe.docx", lambda: cut(docx(TEXT)), "dañado"),
    "docx without xml": ("informe.docx", lambda: package({"word/document.xml": "no es"}), "dañado"),
    "nested docx": ("informe.docx", lambda: nested(100_000), "dañado"),
    "entities": ("informe.docx", entities, "dañado"),
    "outside entity": ("informe.docx", outside_entity, "dañado"),
    "old word": ("informe.doc", lambda: OLE, "Word antiguo"),
    "old word, renamed": ("informe.docx", lambda: OLE, "Word antiguo"),
    "rtf, renamed": ("informe.docx", lambda: b"{\\rtf1 Hola}", "Word antiguo"),
    "slides": ("informe.pptx", slides, "PowerPoint"),
    "slides, renamed": ("informe.docx", slides, "PowerPoint"),
    "pages, renamed": ("informe.docx", lambda: package({"Index/Document.iwa": b"x"}), "Pages"),
    "sheet, renamed": ("informe.odt", lambda: package({"xl/workbook.xml": "<x/>"}), "Excel"),
    "a zip": ("informe.docx", lambda: package({"foto.jpg": b"x"}), "no es lo que dice su nombre"),
    "a page of the web": ("informe.docx", lambda: b"<html>Hola</html>", "no es lo que dice su nombre"),
    "bomb": ("informe.docx", lambda: bomb("word/document.xml", 61), "descomprimido"),
    "bomb in another part": ("informe.docx", lambda: bomb("word/styles.xml", 61), "descomprimido"),
    "many parts": ("informe.docx", lambda: many_parts(5_001), "descomprimido"),
    "too many pages": ("informe.pdf", lambda: pdf_of_pages(1_001), "más de 1000 páginas"),
    "blank pages": ("informe.pdf", lambda: pdf_of_pages(3), "vacío"),
    "blank document": ("informe.docx", lambda: docx_of("<w:p/>"), "vacío"),
    "nothing": ("informe.pdf", lambda: b"", "vacío"),
}
