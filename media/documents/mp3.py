"""The sound of an MP3 and nothing else: ID3, APE and Lyrics3 tags stand before, between or after its frames.

The header of a frame: http://www.mp3-tech.org/programmer/frame_header.html
"""

from media.bounded.errors import FileRefusedError
from media.problems import DocumentProblem

# kbit/s by index, for MPEG 1 and for MPEG 2 and 2.5; by layer.
_RATES = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {0b11: (44100, 48000, 32000), 0b10: (22050, 24000, 16000), 0b00: (11025, 12000, 8000)}
_FEWEST_FRAMES = 10
_TAGS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")


def rewrite(data: bytes) -> bytes:
    """Its frames, one after the other. Raises FileRefusedError for what is not mostly sound."""
    frames: list[bytes] = []
    kind = b""
    at = _after_tags(data)
    while at < len(data) - 4:
        length = _length(data, at)
        if length and (not frames or _kind(data, at) == kind) and _goes_on(data, at, at + length):
            kind = _kind(data, at)
            frames.append(data[at : at + length])
            at += length
            continue
        following = data.find(b"\xff", at + 1)
        at = following if following >= 0 else len(data)
    sound = b"".join(frames)
    if len(frames) < _FEWEST_FRAMES or len(sound) * 2 < len(data) - _after_tags(data):
        raise FileRefusedError(DocumentProblem.DAMAGED, detail=f"{len(frames)} frames")
    return sound


def _goes_on(data: bytes, at: int, end: int) -> bool:
    """Whether the frame from `at` to `end` is one: another of its kind follows, or the end, or a tag."""
    if end == len(data) or data.startswith(_TAGS, end):
        return True
    return bool(_length(data, end)) and _kind(data, at) == _kind(data, end)


def _kind(data: bytes, at: int) -> bytes:
    """Version, layer and sampling, which are one in all frames of a file."""
    return bytes((data[at + 1] & 0xFE, data[at + 2] & 0x0C))


def _after_tags(data: bytes) -> int:
    """Where the sound begins. A tag's size is written in seven bits a byte: https://id3.org/id3v2.4.0-structure"""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _length(data: bytes, at: int) -> int:
    """The bytes of the frame that begins at `at`; 0 where none does."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = data[at + 1] >> 3 & 3, 4 - (data[at + 1] >> 1 & 3)
    rate, sample = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 0b01 or layer == 4 or rate in (0, 15) or sample == 3:
        return 0
    bits = _RATES[1 if version == 0b11 else 2, layer][rate - 1] * 1000
    padding = data[at + 2] >> 1 & 1
    samples = _SAMPLES[version][sample]
    if layer == 1:
        return (12 * bits // samples + padding) * 4
    return (72 if layer == 3 and version != 0b11 else 144) * bits // samples + padding
