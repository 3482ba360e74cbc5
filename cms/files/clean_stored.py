"""Cleaning a file that lies as it came in, and reading the words of a document that arrived."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.consent.approvals import approval_of, carry_approval
from cms.consent.disclosure import items_showing, recheck_all
from cms.core.errors import CosechaError
from cms.harvest.reading.document_text import text_of
from cms.models import Approval, Item
from media.documents.clean import clean_document
from media.models import CustomDocument, CustomImage
from media.pictures.clean import clean_picture

# Seconds: nobody waits for a worker.
PATIENCE = 0.0
LONGEST_READING = 900.0


class LostFileError(CosechaError):
    """It is not where it was stored, or takes down whoever reads it."""

    sentence = _("The file is no longer where it was stored, or it cannot be read.")


def clean_stored(row: CustomImage | CustomDocument) -> None:
    """Put the file of `row` in its place as written anew; what shows it stays approved, for it looks the same.

    Raises RefusedFileError, and LostFileError.
    """
    came_as = str(row.file.name)
    data = _bytes_of(row)
    name = PurePath(came_as).name
    cleaned = (
        clean_picture(data, name, patience=PATIENCE)
        if isinstance(row, CustomImage)
        else clean_document(data, name, patience=PATIENCE)
    )
    was_approved_as_it_is = hashlib.sha1(data, usedforsecurity=False).hexdigest() == row.file_hash
    row.file.save(name, cleaned, save=False)
    storage, written_as = row.file.storage, str(row.file.name)
    try:
        with transaction.atomic():
            locked = type(row)._default_manager.select_for_update().get(pk=row.pk)
            if locked.file.name != came_as:
                raise _ReplacedError
            approved = _approvals_of_what_shows(row) if was_approved_as_it_is else []
            row.save()
            _forget_renditions(row)
            _carry(approved)
            transaction.on_commit(lambda: storage.delete(came_as))
    except _ReplacedError:
        storage.delete(written_as)
    except BaseException:
        storage.delete(written_as)
        raise


class _ReplacedError(Exception):
    """Somebody brought in another file meanwhile, which was cleaned when it came."""


def read_words(document: CustomDocument) -> None:
    """Read what stands in a document, and judge what shows it. Raises LostFileError."""
    text = text_of(_bytes_of(document), str(document.file.name), LONGEST_READING)
    with transaction.atomic():
        locked = CustomDocument.objects.select_for_update().filter(pk=document.pk, file=document.file.name).first()
        if locked is not None:
            locked.words, locked.is_read = text or "", True
            locked.save()


def _bytes_of(row: Any) -> bytes:
    try:
        with row.file.storage.open(row.file.name, "rb") as file:
            return file.read()
    except OSError as error:
        raise LostFileError(detail=repr(error)) from error


def _approvals_of_what_shows(row: Any) -> list[tuple[Item, Approval]]:
    """The approvals that stand now: what waits to be judged is judged first, with the file that was approved."""
    recheck_all(items_showing(row))
    found = [(item, approval_of(item, item.content_digest)) for item in items_showing(row)]
    return [(item, approval) for item, approval in found if approval]


def _carry(approved: list[tuple[Item, Approval]]) -> None:
    recheck_all(item for item, _approval in approved)
    for item, approval in approved:
        carry_approval(item, approval, Item.objects.get(pk=item.pk).content_digest)


def _forget_renditions(row: Any) -> None:
    if isinstance(row, CustomImage):
        for rendition in row.renditions.all():
            rendition.file.storage.delete(rendition.file.name)
            rendition.delete()
