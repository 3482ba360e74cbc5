"""The fields that hold pictures and documents. Whatever door a file comes in by, it is stored as written anew."""

from typing import Any

from django.db.models.fields.files import FieldFile, ImageFieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media.clean_file import CleanFile
from media.documents.clean import clean_document, text_of
from media.pictures.clean import clean_picture
from media.text.fields import KeptFileField


class CleanedFile(FieldFile):
    """A file that is cleaned as it is stored. Raises RefusedFileError, and then nothing is stored."""

    def cleaned(self, data: bytes, name: str) -> CleanFile:
        raise NotImplementedError

    def save(self, name: str, content: Any, save: bool = True) -> None:
        written = content if isinstance(content, CleanFile) else self.cleaned(_read(content), name)
        super().save(written.name or name, written, save=False)
        self.note(written)
        if save:
            self.instance.save()

    def note(self, written: CleanFile) -> None:
        """Keep on the row what is known of the file that was stored."""


class StoredPicture(CleanedFile, WagtailImageFieldFile):
    def cleaned(self, data: bytes, name: str) -> CleanFile:
        return clean_picture(data, name)

    def get_image_dimensions(self) -> tuple[int, int]:
        """Nothing is read of what came in: its row has no size until it is stored."""
        is_readable = self._committed or isinstance(self.file, CleanFile)
        return super().get_image_dimensions() if is_readable else (0, 0)

    def note(self, written: CleanFile) -> None:
        image: Any = self.instance
        image.cleaned_name, image.file_size, image.file_hash = self.name, written.size, written.digest


class StoredDocument(CleanedFile):
    def cleaned(self, data: bytes, name: str) -> CleanFile:
        return clean_document(data, name)

    def note(self, written: CleanFile) -> None:
        document: Any = self.instance
        document.cleaned_name, document.file_size, document.file_hash = self.name, written.size, written.digest
        written.seek(0)
        document.words = text_of(written.read(), str(self.name))
        document.is_read = document.words is not None

    def keep(self, name: str, content: Any) -> None:
        """Store the bytes as they came, as evidence: never for readers. The row is not saved."""
        super(CleanedFile, self).save(name, content, save=False)
        document: Any = self.instance
        document.cleaned_name, document.words = "", ""


class ProfilePicture(CleanedFile, ImageFieldFile):
    """The picture of an account, shown to the team."""

    LONGEST_SIDE = 400

    def cleaned(self, data: bytes, name: str) -> CleanFile:
        return clean_picture(data, name, self.LONGEST_SIDE)


class WaitingUpload(CleanedFile):
    """What Wagtail keeps of an upload whose form is not complete yet."""

    def cleaned(self, data: bytes, name: str) -> CleanFile:
        upload: Any = self.instance
        kind = upload.for_content_type
        return clean_document(data, name) if kind and kind.model.endswith("document") else clean_picture(data, name)


class PictureField(WagtailImageField):
    attr_class = StoredPicture


class DocumentField(KeptFileField):
    attr_class = StoredDocument


def _read(content: Any) -> bytes:
    content.seek(0)
    data = content.read()
    return data.encode() if isinstance(data, str) else bytes(data)
