"""Taking an item out of editions: out of drafts, out of what is approved, out of what is shown of those already sent.

In the withdrawal's own transaction the words go away: blocks are taken out and every frozen rendering that carries
them is blanked. Rendering the corrected web version comes after the commit, since it is slow; until then there is none
to be read, and the clock repeats it should the machine stop in between.
"""

from contextlib import suppress

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.approval import void_approvals
from cms.errors import StaleApprovalError
from cms.models import Item
from newsletter.blocks import without_item
from newsletter.models import Edition, Rendering
from newsletter.rendering import freeze_renderings

State = Edition.State


def editions_with(item: Item) -> QuerySet[Edition]:
    """The editions in which `item` stands."""
    return Edition.objects.filter(edition_items__item=item).select_related("audience").order_by("pk")


@transaction.atomic
def take_out(edition: Edition, item: Item) -> None:
    """Take `item` out of `edition`, whatever its state, and void what somebody approved with it in."""
    # Held, and read anew: whoever freezes it at this moment is either seen here or sees what was taken out.
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    was_shown = Rendering.objects.filter(edition=edition, redacted_at__isnull=True).exists()
    edition.body = without_item(edition.body, item.pk)
    edition.save()
    edition = Edition.objects.get(pk=edition.pk)
    edition.save_revision()
    if edition.state in (State.APPROVED, State.SENDING, State.PAUSED, State.LATE):
        void_approvals(edition)
        Edition.objects.filter(pk=edition.pk, state=State.APPROVED).update(state=State.DRAFT)
        Edition.objects.filter(pk=edition.pk, state=State.SENDING).update(state=State.PAUSED)
    if was_shown:
        Rendering.objects.filter(edition=edition, redacted_at__isnull=True).update(
            html="", text="", subject="", redacted_at=timezone.now()
        )
        if edition.state in (State.SENT, State.CANCELLED):
            transaction.on_commit(correct_redacted_editions)


def correct_redacted_editions() -> int:
    """Render again the web version of sent editions whose frozen words were blanked. How many."""
    whole = Rendering.objects.filter(edition=OuterRef("pk"), redacted_at__isnull=True)
    blanked = Rendering.objects.filter(edition=OuterRef("pk"), redacted_at__isnull=False)
    editions = Edition.objects.filter(Exists(blanked), ~Exists(whole), state=State.SENT)
    corrected = 0
    for edition in editions:
        # What leaves an edition while it is rendered asks for this again, once that is committed.
        with suppress(StaleApprovalError):
            freeze_renderings(edition)
            corrected += 1
    return corrected
