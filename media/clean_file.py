"""A file as our own process wrote it: nothing else is stored where readers may get it."""

import hashlib

from django.core.files.base import ContentFile


class CleanFile(ContentFile[bytes]):
    """Bytes that were written anew, under a name that says what they are."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, name)
        self.digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # as Wagtail's file_hash
