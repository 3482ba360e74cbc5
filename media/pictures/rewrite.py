"""A picture decoded and written anew: eight bits, sRGB, upright, its pixels and nothing else.

Runs in a process apart (`media.bounded`): it knows neither Django nor where it is called from.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, JpegImagePlugin, UnidentifiedImageError

from media.bounded.errors import FileRefusedError
from media.pictures.colour import eight_bits, in_srgb
from media.problems import PictureProblem

# What is read. A JPEG of several pictures (MPO), which many phones write, counts as its first.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
JPEGS = ("JPEG", "MPO")
# A JPEG is decoded at a fraction of its size; everything else whole.
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_JPEG = 200_000_000
# The library's own limit is twice this, and asked before the format is known.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_JPEG // 2
QUALITY = 90
# https://exiftool.org/TagNames/EXIF.html#Orientation
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def rewrite(
    data: bytes, tell: Callable[..., None] = lambda **told: None, *, longest: int | None = None
) -> tuple[dict[str, Any], bytes]:
    """The picture anew, and {"format", "width", "height"}; no side longer than `longest` pixels.

    Raises FileRefusedError with a PictureProblem.
    """
    try:
        source = _opened(data)
        _check(source)
        return _written(source, _plain(source, longest), _is_lossless(source, data))
    except (FileRefusedError, MemoryError):
        raise
    except Exception as error:
        # A file that breaks the rules of its format breaks the decoder in any way there is.
        raise FileRefusedError(PictureProblem.DAMAGED, detail=repr(error)) from error


def _opened(data: bytes) -> Image.Image:
    if not data:
        raise FileRefusedError(PictureProblem.EMPTY)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, 64, 4))} if data[4:8] == b"ftyp" else set()
    if brands & _HEIF_BRANDS and not brands & {b"avif", b"avis"}:
        raise FileRefusedError(PictureProblem.HEIC)
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise FileRefusedError(PictureProblem.NOT_A_PICTURE, detail=repr(error)) from error
    except Image.DecompressionBombError as error:
        most = MOST_PIXELS_OF_JPEG if data.startswith(b"\xff\xd8") else MOST_PIXELS
        raise FileRefusedError(PictureProblem.TOO_MANY_PIXELS, str(most // 1_000_000), detail=repr(error)) from error


def _check(source: Image.Image) -> None:
    most = MOST_PIXELS_OF_JPEG if source.format in JPEGS else MOST_PIXELS
    if source.width * source.height > most:
        raise FileRefusedError(PictureProblem.TOO_MANY_PIXELS, str(most // 1_000_000), detail=str(source.size))
    if source.format not in JPEGS and getattr(source, "is_animated", False):
        raise FileRefusedError(PictureProblem.ANIMATED)


def _plain(source: Image.Image, longest: int | None) -> Image.Image:
    """The pixels: of eight bits, small enough, in sRGB, upright, and with nothing under what is transparent."""
    profile, orientation = source.info.get("icc_profile"), _orientation(source)
    if longest:
        source.draft(None, (longest, longest))  # of a JPEG; others have no such thing
    source.load()
    picture = eight_bits(source)
    if longest and max(picture.size) > longest:
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    picture = in_srgb(picture, profile)
    if orientation in _TURNS:
        picture = picture.transpose(_TURNS[orientation])
    if picture.mode != "RGBA":
        return picture
    visible = picture.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    return Image.composite(picture, Image.new("RGBA", picture.size), visible)


def _orientation(source: Image.Image) -> int:
    try:
        return int(source.getexif().get(_ORIENTATION, 1))
    except Exception:  # notes that cannot be read turn nothing
        return 1


def _is_lossless(source: Image.Image, data: bytes) -> bool:
    if source.format == "WEBP":
        return b"VP8L" in (data[12:16], _webp_chunk_of_pixels(data))
    return source.format in ("PNG", "GIF")


def _webp_chunk_of_pixels(data: bytes) -> bytes:
    """VP8L or VP8, of an extended file: https://developers.google.com/speed/webp/docs/riff_container"""
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name in (b"VP8L", b"VP8 "):
            return name
        at += 8 + size + size % 2
    return b""


def _written(source: Image.Image, picture: Image.Image, is_lossless: bool) -> tuple[dict[str, Any], bytes]:
    picture.info = {}  # encoders take notes and profiles from here
    options: dict[str, Any] = {}
    if source.format == "WEBP":
        format_ = "WEBP"
        options = {"lossless": True, "quality": 60} if is_lossless else {"quality": QUALITY}
    elif is_lossless or picture.mode == "RGBA":
        format_ = "PNG"
    else:
        format_, options = "JPEG", _as_before(source, picture)
    buffer = BytesIO()
    picture.save(buffer, format_, **options)
    return {"format": format_, "width": picture.width, "height": picture.height}, buffer.getvalue()


def _as_before(source: Image.Image, picture: Image.Image) -> dict[str, Any]:
    """How finely a JPEG was written, so that writing it anew costs it next to nothing and makes it no larger."""
    if isinstance(source, JpegImagePlugin.JpegImageFile) and source.mode == picture.mode:
        sampling = JpegImagePlugin.get_sampling(source)
        return {"qtables": source.quantization} | ({"subsampling": sampling} if sampling >= 0 else {})
    return {"quality": QUALITY}
