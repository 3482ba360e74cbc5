"""What .docx and .odt have in common: XML parts in a zip, opened without trusting what either says of itself."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from cms.harvest.formats.errors import FileProblem, UnreadableError

MOST_PARTS = 5_000
# Of all parts together, and of the XML of one: pictures are counted and never read.
MOST_BYTES_OF_ALL = 500 * 1024 * 1024
MOST_BYTES_OF_ONE = 60 * 1024 * 1024
DEEPEST = 250
_CHUNK = 64 * 1024

Progress = Callable[[int], object]


class Event(NamedTuple):
    """A piece of an XML part in document order: an opening tag, a closing tag, or text."""

    kind: str
    name: str = ""
    attributes: dict[str, str] = {}  # never written to
    text: str = ""


class Package:
    """The parts of a file. Raises UnreadableError for one that is damaged, encrypted or a bomb."""

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableError(FileProblem.DAMAGED, detail=repr(error)) from error
        parts = self.zip.infolist()
        # No part unpacks to more than it declares: zipfile stops there.
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_OF_ALL:
            raise UnreadableError(FileProblem.TOO_BIG_INSIDE, detail=f"{len(parts)} parts")
        self.names = {part.filename for part in parts}

    def events(self, name: str, progress: Progress = lambda percent: None) -> Iterator[Event]:
        """An XML part, piece by piece: nothing of it is kept. Nothing where there is no such part.

        `progress` is told how many per cent are read. Raises UnreadableError for what is not XML, declares entities or
        is nested without end.
        """
        if name not in self.names:
            return
        events = _Events()
        parser = DefusedXMLParser(target=events, forbid_dtd=True)
        part, done = self._part(name), 0
        try:
            while chunk := part.read(_CHUNK):
                parser.feed(chunk)
                yield from events.taken()
                done += len(chunk)
                progress(100 * done // max(self.zip.getinfo(name).file_size, 1))
            parser.close()
            yield from events.taken()
        except (ParseError, zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            # Entities and document types, which no word processor writes, arrive here as ValueError.
            raise UnreadableError(FileProblem.DAMAGED, detail=repr(error)) from error

    def _part(self, name: str) -> Any:
        info = self.zip.getinfo(name)
        if info.flag_bits & 1:
            raise UnreadableError(FileProblem.ENCRYPTED)
        if info.file_size > MOST_BYTES_OF_ONE:
            raise UnreadableError(FileProblem.TOO_BIG_INSIDE, detail=f"{name}: {info.file_size} bytes")
        try:
            return self.zip.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise UnreadableError(FileProblem.DAMAGED, detail=repr(error)) from error


class _Events:
    """What the parser tells, collected until it is taken."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError(FileProblem.DAMAGED, detail="nested too deep")
        self.events.append(Event("start", name, attributes))

    def end(self, name: str) -> None:
        self.depth -= 1
        self.events.append(Event("end", name))

    def data(self, text: str) -> None:
        self.events.append(Event("text", text=text))

    def close(self) -> None:
        pass

    def taken(self) -> list[Event]:
        events, self.events = self.events, []
        return events
