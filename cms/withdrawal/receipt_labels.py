"""What the copies on a receipt are called, in the language of whoever reads it."""

from collections.abc import Iterable

from cms.channels import channels
from cms.models import Receipt
from cms.models.kinds.item_contents import contents_of


def labels_of(receipts: Iterable[Receipt]) -> dict[int, str]:
    """The name of each copy, by the receipt's key. Rows of before facts were kept say what was written down then.

    Where several items stand on the receipt, their words tell them apart, as long as those are still here.
    """
    rows = list(receipts)
    by_name = {channel.name: channel for channel in channels()}
    items = {row.item_id: row.item for row in rows}
    contents = contents_of(items.values()) if len(items) > 1 else {}
    labels = {}
    for row in rows:
        content = contents.get(row.item.translation_key)
        channel = by_name.get(row.channel)
        worded = channel.label_of(row.facts, content.headline if content else "") if channel and row.facts else ""
        labels[row.pk] = worded or row.label or row.reference
    return labels
