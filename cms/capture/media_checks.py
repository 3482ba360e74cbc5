"""Photos, signatures and recordings from strangers' phones: only what they claim to be is let in, and without notes."""

from PIL import Image

from cms.capture.errors import BadPhotoError, BadSignatureError, BadVoiceError, BusyError, CaptureError
from media.bounded.errors import BUSY
from media.clean_file import CleanFile
from media.pictures.clean import clean_picture
from media.refusals import RefusedFileError

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_SIGNATURE = 1024 * 1024
LARGEST_VOICE = 6 * 1024 * 1024
# With all its fields: what is larger is not read at all.
LARGEST_ENTRY = LARGEST_PHOTO + LARGEST_VOICE + 1024 * 1024
LONGEST_SIDE = 2400


def clean_photo(data: bytes, name: str) -> CleanFile:
    """The picture as it is stored, upright, without anything the camera wrote. Raises BadPhotoError, BusyError."""
    if len(data) > LARGEST_PHOTO:
        raise BadPhotoError
    try:
        return clean_picture(data, name, LONGEST_SIDE)
    except RefusedFileError as error:
        raise _told(error, BadPhotoError) from error


def clean_signature(data: bytes) -> Image.Image:
    """The drawn signature, black on white. Raises BadSignatureError for what is none, or empty; BusyError."""
    if len(data) > LARGEST_SIGNATURE:
        raise BadSignatureError
    try:
        written = clean_picture(data, "signature.png", LONGEST_SIDE)
    except RefusedFileError as error:
        raise _told(error, BadSignatureError) from error
    drawn = _on_white(Image.open(written))
    if drawn.getextrema()[0] > 128:  # type: ignore[operator]  # of a grey picture: darkest and lightest
        raise BadSignatureError
    return drawn


def _told(error: RefusedFileError, bad: type[CaptureError]) -> CaptureError:
    return BusyError(detail=error.detail) if error.problem == BUSY else bad(detail=f"{error.problem} {error.detail}")


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


def _on_white(picture: Image.Image) -> Image.Image:
    seen = picture.convert("RGBA")
    canvas = Image.new("RGB", seen.size, "white")
    canvas.paste(seen, mask=seen.getchannel("A"))
    return canvas.convert("L")
