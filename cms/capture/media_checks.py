"""Photos, signatures and recordings from strangers' phones: only what they claim to be is let in, and without notes."""

from io import BytesIO

from PIL import Image, ImageOps

from cms.capture.errors import BadPhotoError, BadSignatureError, BadVoiceError

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_SIGNATURE = 1024 * 1024
LARGEST_VOICE = 6 * 1024 * 1024
# With all its fields: what is larger is not read at all.
LARGEST_ENTRY = LARGEST_PHOTO + LARGEST_VOICE + 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400
LONGEST_SIGNATURE_SIDE = 2400


def clean_photo(data: bytes) -> bytes:
    """The picture as a new JPEG, upright, without anything the camera wrote. Raises BadPhotoError."""
    if len(data) > LARGEST_PHOTO:
        raise BadPhotoError
    try:
        picture = _opened(data, ("JPEG", "PNG", "WEBP"), MOST_PIXELS)
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _on_white(upright, "JPEG", quality=86)
    except Exception as error:  # a forged file makes Pillow raise nearly anything
        raise BadPhotoError(detail=repr(error)) from error


def clean_signature(data: bytes) -> Image.Image:
    """The drawn signature, black on white. Raises BadSignatureError for what is none, or empty."""
    if len(data) > LARGEST_SIGNATURE:
        raise BadSignatureError
    try:
        drawn = Image.open(BytesIO(_on_white(_opened(data, ("PNG",), LONGEST_SIGNATURE_SIDE**2), "PNG"))).convert("L")
    except Exception as error:
        raise BadSignatureError(detail=repr(error)) from error
    if drawn.getextrema()[0] > 128:  # type: ignore[operator]  # of a grey picture: darkest and lightest
        raise BadSignatureError
    return drawn


def voice_suffix(data: bytes) -> str:
    """What kind of recording it is, by its first bytes. Raises BadVoiceError."""
    if 1000 < len(data) <= LARGEST_VOICE:
        if data.startswith(b"\x1a\x45\xdf\xa3"):
            return ".webm"
        if data.startswith(b"OggS"):
            return ".ogg"
        if data[4:8] == b"ftyp":
            return ".m4a"
    raise BadVoiceError


def _opened(data: bytes, formats: tuple[str, ...], most_pixels: int) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=formats)
    if picture.width * picture.height > most_pixels:
        raise ValueError("too many pixels")
    picture.load()
    return picture


def _on_white(picture: Image.Image, format_: str, **options: int) -> bytes:
    """Pixels alone, on a new white canvas: nothing else of the file comes along."""
    seen = picture.convert("RGBA")
    canvas = Image.new("RGB", seen.size, "white")
    canvas.paste(seen, mask=seen.getchannel("A"))
    buffer = BytesIO()
    canvas.save(buffer, format_, **options)
    return buffer.getvalue()
