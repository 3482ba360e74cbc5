"""What `newsletter.editions.redact.take_out` will do to editions, as counts and sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.blocks.stream import item_ids
from newsletter.models import Edition

State = Edition.State
# What was kept of an edition for its readers forgets the words, and no block of it changes.
BLANKED = "blanked"


def tally(taken: Iterable[tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """By what becomes of them: how many editions, and how many blocks they lose together.

    `taken` are the keys of an item and of an edition in which it stands, or stood when that was frozen.
    """
    gone: dict[int, set[int]] = defaultdict(set)
    for item, edition in taken:
        gone[edition].add(item)
    editions: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    for row in Edition.objects.filter(pk__in=gone).exclude(state=State.CANCELLED):
        lost = len(gone[row.pk].intersection(item_ids(row.body)))
        is_kept = row.state != State.SENT and not lost
        becomes = BLANKED if is_kept else State.DRAFT if row.state == State.LATE else State(row.state)
        editions[becomes] += 1
        blocks[becomes] += lost
    return {becomes: (editions[becomes], blocks[becomes]) for becomes in editions}


def sentences(counted: dict[str, tuple[int, int]]) -> list[str]:
    """What `tally` counted, for staff."""
    said = {
        State.DRAFT: lambda n: ngettext(
            "%(editions)d draft edition loses %(blocks)s.", "%(editions)d draft editions lose %(blocks)s.", n
        ),
        State.APPROVED: lambda n: ngettext(
            "%(editions)d approved edition loses %(blocks)s, and has to be approved again.",
            "%(editions)d approved editions lose %(blocks)s, and have to be approved again.",
            n,
        ),
        State.SENDING: lambda n: ngettext(
            "%(editions)d edition that is being sent loses %(blocks)s, and stops until somebody approves the rest.",
            "%(editions)d editions that are being sent lose %(blocks)s, and stop until somebody approves the rest.",
            n,
        ),
        State.PAUSED: lambda n: ngettext(
            "%(editions)d paused edition loses %(blocks)s, and has to be approved again.",
            "%(editions)d paused editions lose %(blocks)s, and have to be approved again.",
            n,
        ),
        BLANKED: lambda n: ngettext(
            "What was kept of %(editions)d edition for its readers forgets these words.",
            "What was kept of %(editions)d editions for their readers forgets these words.",
            n,
        ),
        State.SENT: lambda n: ngettext(
            "The web version of %(editions)d edition already sent is corrected.",
            "The web versions of %(editions)d editions already sent are corrected.",
            n,
        ),
    }
    return [
        sentence(counted[becomes][0]) % {"editions": counted[becomes][0], "blocks": _blocks(counted[becomes][1])}
        for becomes, sentence in said.items()
        if becomes in counted
    ]


def _blocks(count: int) -> str:
    return _("a block") if count == 1 else ngettext("%d block", "%d blocks", count) % count
