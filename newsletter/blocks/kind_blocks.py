"""How each kind of content stands in an edition. A kind without one is not carried by the monthly email.

`newsletter/email/{block}.mjml` and `.txt` say how readers see it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.models import Kind


@dataclass(frozen=True)
class KindBlock:
    """One kind. `label` and `choose` are for staff; one that `stands_alone` is a block an item, others hold a list."""

    kind: Kind
    block: str
    label: Promise
    choose: Promise
    icon: str
    stands_alone: bool = False

    def blocks(self, items: list[Any]) -> list[tuple[str, Any]]:
        """The blocks in which `items` stand."""
        if self.stands_alone:
            return [(self.block, item) for item in items]
        return [(self.block, items)] if items else []

    def chosen(self, value: Any) -> list[int]:
        """The items in the raw value of a block."""
        entries = [value] if self.stands_alone else value
        numbers = [entry["value"] if isinstance(entry, dict) else entry for entry in entries]
        return [number for number in numbers if number]


# In the order in which staff find them among the blocks.
KIND_BLOCKS = (
    KindBlock(
        Kind.TESTIMONY,
        block="testimony",
        label=_("Testimony of the month"),
        choose=_("Choose a testimony"),
        icon="user",
        stands_alone=True,
    ),
    KindBlock(Kind.LEARNING, block="learnings", label=_("Learnings"), choose=_("Choose a learning"), icon="glasses"),
    KindBlock(
        Kind.RESOURCE,
        block="resources",
        label=_("Resources"),
        choose=_("Choose a resource"),
        icon="folder-open-inverse",
    ),
    KindBlock(Kind.WEBINAR, block="webinars", label=_("Webinars"), choose=_("Choose a webinar"), icon="desktop"),
    KindBlock(
        Kind.COMMITMENT, block="commitments", label=_("Commitments"), choose=_("Choose a commitment"), icon="tasks"
    ),
    KindBlock(Kind.QUOTE, block="quotes", label=_("Quotes"), choose=_("Choose a quote"), icon="openquote"),
)

_by_kind = {kind_block.kind: kind_block for kind_block in KIND_BLOCKS}
_by_block = {kind_block.block: kind_block for kind_block in KIND_BLOCKS}
# The kinds that the monthly email carries. A discussion group it does not: a group grows by being invited.
CARRIED = tuple(kind for kind in Kind if kind in _by_kind)
NOT_CARRIED = (Kind.DISCUSSION_GROUP,)


def kind_block_of(kind: str) -> KindBlock:
    """How content of a carried kind stands in an edition."""
    return _by_kind[Kind(kind)]


def kind_block_at(block: str) -> KindBlock | None:
    """The one that a block of this type is; None for one that holds no items."""
    return _by_block.get(block)
