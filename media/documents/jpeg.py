"""A JPEG or JPEG 2000 inside another file without its notes: its pixels stay as they were written."""

import re

# Marker codes: ITU-T T.81, table B.1. Adobe's own (APP14) says how to read the colours.
_START, _END, _SCAN, _JFIF, _ADOBE, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xFE
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# Boxes of a JP2 file that hold the picture: ISO/IEC 15444-1, annex I. Others hold notes.
_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
# Markers of its stream: the start of a tile, that of its data, the end, and a comment.
_TILE, _TILE_DATA, _END_OF_TILES, _NOTE = b"\xff\x90", b"\xff\x93", b"\xff\xd9", b"\xff\x64"
_JFIF_LENGTH, _ADOBE_LENGTH = 14, 12


def bare_jpeg(data: bytes) -> bytes:
    """`data` without APP segments, comments, thumbnails and what stands behind its end. Raises ValueError."""
    if data[:2] != bytes((0xFF, _START)):
        raise ValueError("not a JPEG")
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise ValueError(f"no marker at {at}")
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        kept += _kept(marker, data[at + 4 : at + 2 + length])
        at += 2 + length
        if marker == _SCAN:
            found = _AFTER_SCAN.search(data, at)
            after = found.start() if found else len(data)
            kept += data[at:after]
            at = after
    return bytes(kept) + bytes((0xFF, _END))


def _kept(marker: int, segment: bytes) -> bytes:
    if marker == _COMMENT or (_JFIF < marker <= 0xEF and marker != _ADOBE):
        return b""
    if marker == _JFIF:
        if not segment.startswith(b"JFIF\0"):
            return b""
        segment = segment[: _JFIF_LENGTH - 2] + b"\0\0"  # no thumbnail
    if marker == _ADOBE:
        if not segment.startswith(b"Adobe"):
            return b""
        segment = segment[:_ADOBE_LENGTH]
    return bytes((0xFF, marker)) + (len(segment) + 2).to_bytes(2, "big") + segment


def bare_jpeg_2000(data: bytes) -> bytes:
    """`data` without the boxes and the comments that say where it comes from. Raises ValueError."""
    if data[4:8] != b"jP  ":
        return _bare_stream(data)  # which has no boxes
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        length, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        length = length or len(data) - at
        if length < head:
            raise ValueError(f"no box at {at}")
        if kind == b"jp2c":
            stream = _bare_stream(data[at + head : at + length])
            kept += (len(stream) + 8).to_bytes(4, "big") + kind + stream
        elif kind in _BOXES:
            kept += data[at : at + length]
        at += length
    return bytes(kept)


def _bare_stream(data: bytes) -> bytes:
    """A stream of JPEG 2000 without the comments in its heads: ISO/IEC 15444-1, annex A. Raises ValueError."""
    kept, at = bytearray(data[:2]), 2
    while data[at : at + 2] not in (_TILE, _END_OF_TILES, b""):
        at = _next_marker(data, at, kept)
    while data[at : at + 2] == _TILE:
        length = int.from_bytes(data[at + 6 : at + 10], "big") or len(data) - at
        end, part = at + length, bytearray(data[at : at + 12])
        at += 12
        while data[at : at + 2] not in (_TILE_DATA, b""):
            at = _next_marker(data, at, part)
        part += data[at:end]
        part[6:10] = len(part).to_bytes(4, "big")
        kept += part
        at = end
    return bytes(kept) + (_END_OF_TILES if not kept.endswith(_END_OF_TILES) else b"")


def _next_marker(data: bytes, at: int, kept: bytearray) -> int:
    """Add the segment at `at` to `kept`, unless it is a comment; where the next one begins."""
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    if data[at] != 0xFF or length < 2:
        raise ValueError(f"no marker at {at}")
    following = at + 2 + length
    if data[at : at + 2] != _NOTE:
        kept += data[at:following]
    return following
