"""Pictures as phones, cameras, programs and attackers write them; each with what is to become of it."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin, features

from media.problems import PictureProblem

# In every note of every picture: whoever finds it in what is stored has found a leak.
SENTINEL = "Qaqachaka"
GPS = 0x8825
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>{SENTINEL}</exif:GPSLatitude></x:xmpmeta>'.encode()
# What notes of any kind begin with, in any of the formats.
MARKS = (
    SENTINEL.encode(), b"Exif\0\0", b"eXIf", b"EXIF", b"XMP ", b"http://ns.adobe.com/", b"x:xmpmeta", b"Photoshop 3.0",
    b"ICC_PROFILE", b"iCCP", b"ICCP", b"tEXt", b"iTXt", b"zTXt", b"MPF\0", b"acTL", b"PK\x03\x04",
)  # fmt: skip


@dataclass(frozen=True)
class Odd:
    """A file that somebody brings, and the format and size that are stored, or why it is refused."""

    name: str
    data: bytes
    format: str = ""
    size: tuple[int, int] = (60, 40)
    problem: PictureProblem | None = None


def exif(orientation: int = 1) -> Image.Exif:
    notes = Image.Exif()
    notes[0x010F] = SENTINEL
    notes[0x0112] = orientation
    notes.get_ifd(GPS).update({1: "S", 2: (16.0, 30.0, 0.0), 3: "W", 4: (68.0, 9.0, 0.0), 27: SENTINEL.encode()})
    return notes


def painted(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Its corners differ, so that turning it is seen."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste("#aa2222", (0, 0, size[0] // 3, size[1] // 3))
    return picture.convert(mode)


def written(picture: Image.Image, format_: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_, **options)
    return buffer.getvalue()


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def with_iptc(jpeg: bytes) -> bytes:
    """A resource block of Photoshop with a caption, and a comment."""
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(SENTINEL)) + SENTINEL.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption
    return jpeg[:2] + segment(0xED, block) + segment(0xFE, SENTINEL.encode()) + jpeg[2:]


def png(width: int, height: int, bits: int, kind: int, row: bytes, rows: int | None = None) -> bytes:
    """By hand: what Pillow does not write. `kind` is 0 for grey, 2 for RGB, 6 for RGBA."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" + row) for _ in range(height if rows is None else rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def png_notes() -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SENTINEL)
    notes.add_text("Comment", SENTINEL * 40, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return notes


@functools.cache
def swapped_profile() -> bytes:
    """sRGB with red and green in each other's place: whoever ignores it shows other colours."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {
        profile[at : at + 4].decode(): at for at in range(132, 132 + 12 * int.from_bytes(profile[128:132], "big"), 12)
    }
    red, green = tags["rXYZ"], tags["gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@functools.cache
def odd_pictures() -> dict[str, Odd]:
    jpeg = written(painted(), "JPEG", exif=exif(), xmp=XMP, comment=SENTINEL, icc_profile=swapped_profile())
    frames = {"save_all": True, "append_images": [painted().transpose(Image.Transpose.ROTATE_180)]}
    see_through = painted("RGBA")
    see_through.putalpha(Image.linear_gradient("L").resize((60, 40)))
    palette = painted("P")
    found = [
        Odd("camera.jpg", with_iptc(jpeg), "JPEG"),
        Odd("sideways.jpg", written(painted(), "JPEG", exif=exif(6)), "JPEG", (40, 60)),
        Odd("phone.jpg", written(painted(), "MPO", exif=exif(), **frames), "JPEG"),
        Odd("with-archive.jpg", jpeg + b"PK\x03\x04" + SENTINEL.encode(), "JPEG"),
        Odd("print.jpg", written(painted("CMYK"), "JPEG", exif=exif()), "JPEG"),
        Odd("comment.jpg", written(painted(), "JPEG", comment=SENTINEL), "JPEG"),
        Odd("grey.jpg", written(painted("L"), "JPEG", exif=exif()), "JPEG"),
        Odd("progressive.jpeg", written(painted(), "JPEG", progressive=True, exif=exif()), "JPEG"),
        Odd("notes.png", written(painted(), "PNG", exif=exif(3), pnginfo=png_notes()), "PNG"),
        Odd("see-through.png", written(see_through, "PNG", icc_profile=swapped_profile()), "PNG"),
        Odd("palette.png", written(palette, "PNG", transparency=0, exif=exif()), "PNG"),
        Odd("black-and-white.png", written(painted("1"), "PNG", pnginfo=png_notes()), "PNG"),
        Odd("grey-and-alpha.png", written(painted("LA"), "PNG", pnginfo=png_notes()), "PNG"),
        Odd("grey-16.png", written(Image.new("I;16", (60, 40), 40_000), "PNG", pnginfo=png_notes()), "PNG"),
        Odd("colours-16.png", png(60, 40, 16, 6, bytes.fromhex("ffff8000000080ff") * 60), "PNG"),
        Odd("colours-16-opaque.png", png(60, 40, 16, 2, bytes.fromhex("ffff80000000") * 60), "PNG"),
        Odd("no-suffix", written(painted(), "PNG", exif=exif()), "PNG"),
        Odd("other-suffix.jpg", written(painted(), "PNG", exif=exif()), "PNG"),
        Odd("web.webp", written(painted(), "WEBP", exif=exif(), xmp=XMP), "WEBP"),
        Odd("exact.webp", written(see_through, "WEBP", lossless=True, exif=exif(), xmp=XMP), "WEBP"),
        Odd("still.gif", written(palette, "GIF", comment=SENTINEL), "PNG"),
        Odd("thread.png", written(Image.new("L", (1, 100_000)), "PNG"), "PNG", (1, 3200)),
        Odd("large.jpg", written(Image.new("RGB", (5000, 2500)), "JPEG", exif=exif(6)), "JPEG", (1600, 3200)),
        Odd("notes-that-lead-in-a-circle.jpg", jpeg[:2] + segment(0xE1, _CIRCLE) + jpeg[2:], "JPEG"),
        Odd("with-film.jpg", jpeg + b"\0\0\0\x20ftypisom" + SENTINEL.encode(), "JPEG"),
        Odd("xmp.gif", written(palette, "GIF")[:-1] + b"!\xff\x0bXMP DataXMP" + XMP + b"\x01\0\0;", "PNG"),
        Odd("text-bomb.png", _with_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000))),
            problem=PictureProblem.DAMAGED),
        Odd("one-frame.png", _with_chunk(b"acTL", struct.pack(">II", 1, 0)), problem=PictureProblem.ANIMATED),
        Odd("giant.jpg", _jpeg_of(65535), problem=PictureProblem.TOO_MANY_PIXELS),
        Odd("moving.gif", written(palette, "GIF", **frames), problem=PictureProblem.ANIMATED),
        Odd("moving.png", written(painted(), "PNG", **frames), problem=PictureProblem.ANIMATED),
        Odd("moving.webp", written(painted(), "WEBP", **frames), problem=PictureProblem.ANIMATED),
        Odd("cut.jpg", jpeg[: len(jpeg) * 3 // 4], problem=PictureProblem.DAMAGED),
        Odd("cut.png", written(painted(), "PNG")[:90], problem=PictureProblem.DAMAGED),
        Odd("header.jpg", jpeg[:24], problem=PictureProblem.DAMAGED),
        Odd("checksum.png", _with_wrong_checksum(written(painted(), "PNG")), problem=PictureProblem.NOT_A_PICTURE),
        Odd("bomb.png", png(60_000, 60_000, 8, 0, b"\0" * 60_000, 3), problem=PictureProblem.TOO_MANY_PIXELS),
        Odd("large.png", png(8_000, 8_000, 8, 0, b"\0" * 8_000, 3), problem=PictureProblem.TOO_MANY_PIXELS),
        Odd("wide-bomb.gif", _gif_of(65535), problem=PictureProblem.TOO_MANY_PIXELS),
        Odd("scan.jpg", written(painted(), "TIFF", exif=exif()), problem=PictureProblem.NOT_A_PICTURE),
        Odd("paint.png", written(painted(), "BMP"), problem=PictureProblem.NOT_A_PICTURE),
        Odd("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            problem=PictureProblem.NOT_A_PICTURE),
        Odd("page.gif", b"<html><script>alert(1)</script>", problem=PictureProblem.NOT_A_PICTURE),
        Odd("iphone.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400), problem=PictureProblem.HEIC),
        Odd("noise.jpg", bytes(range(256)) * 9, problem=PictureProblem.NOT_A_PICTURE),
    ]  # fmt: skip
    if features.check("avif"):
        found.append(Odd("new-phone.avif", written(painted(), "AVIF", exif=exif(), xmp=XMP, speed=10), "JPEG"))
        found.append(Odd("see-through.avif", written(see_through, "AVIF", exif=exif(), speed=10), "PNG"))
        found.append(
            Odd("moving.avif", written(painted(), "AVIF", speed=10, **frames), problem=PictureProblem.ANIMATED)
        )
    return {odd.name: odd for odd in found}


# EXIF whose only directory is its own.
_CIRCLE = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"


def _with_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    picture = written(painted(), "PNG")
    checksum = zlib.crc32(kind + data)
    return picture[:33] + struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum) + picture[33:]


def _jpeg_of(side: int) -> bytes:
    """A JPEG that says to be as large as it can be."""
    size = struct.pack(">HH", 40, 60)
    return written(painted(), "JPEG").replace(b"\x08" + size, b"\x08" + struct.pack(">HH", side, side), 1)


def _with_wrong_checksum(data: bytes) -> bytes:
    """Of the header: the last of its four bytes stands at 32."""
    return data[:32] + bytes([data[32] ^ 1]) + data[33:]


def _gif_of(side: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", side, side, 0, 0, 0)
        + b","
        + struct.pack("<HHHHB", 0, 0, side, side, 0)
        + b"\2\0;"
    )
