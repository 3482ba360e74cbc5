"""What is shown of the person beside their words: the credit, the face and the place, each only where it is allowed.

The pages, the content API and the monthly email all ask here.
"""

from dataclasses import dataclass
from typing import Any

from cms.consent.credit import credit_of
from cms.consent.gate import Clearance, shown
from cms.models import Item


@dataclass(frozen=True)
class Readable:
    """A `Content` with what the person allows to be shown of them."""

    content: Any
    item: Item
    shows: Clearance
    credit: str

    @property
    def photo(self) -> Any:
        """The photo, where the face may be shown. With no person behind it there is no face to protect.

        A photo that still says where it was taken waits until it is cleaned.
        """
        photo = getattr(self.content, "photo", None)
        is_allowed = self.shows.shows_face or not self.item.has_person
        return photo if photo and is_allowed and photo.is_clean else None

    @property
    def place(self) -> str:
        place = getattr(self.content, "place", "")
        return place if self.shows.shows_place or not self.item.has_person else ""


def readable(content: Any, item: Item | None = None, language: str = "") -> Readable:
    """`content` with what may be shown of it, to a reader of `language` where that is not the content's own.

    The caller checks the gate before.
    """
    item = item or content.item
    return Readable(content, item, shown(item.terms), credit_of(item, language or content.language))
