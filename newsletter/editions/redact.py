"""Taking an item out of editions: out of drafts, out of what is approved, out of what is shown of those already sent.

In the withdrawal's own transaction the words go away: blocks are taken out, and every frozen rendering that carries
them is blanked and forgets them. What is left of an edition that was sent is rendered after the commit, since that is
slow, and the clock repeats it should the machine stop in between.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.consent.approvals import forget_versions, void_approvals
from cms.core.errors import StaleApprovalError
from cms.models import Item
from newsletter.blocks.stream import item_ids, without_items
from newsletter.frozen_renderings import freeze_what_is_left
from newsletter.models import Edition, EditionItem, Rendering
from newsletter.rendering.content import without_items as words_without_items

State = Edition.State


def editions_with(items: Iterable[Item]) -> list[tuple[Edition, set[int]]]:
    """The editions in which any of `items` stands, or stood when they were frozen, each with the keys of those.

    Those frozen count because some readers may have got them.
    """
    keys = [item.pk for item in items]
    found: dict[int, set[int]] = defaultdict(set)
    standing = EditionItem.objects.filter(item__in=keys).values_list("edition", "item")
    frozen = Rendering.items.through.objects.filter(item__in=keys).values_list("rendering__edition", "item")
    for edition, item in (*standing, *frozen):
        found[edition].add(item)
    editions = Edition.objects.filter(pk__in=found).select_related("audience").order_by("pk")
    return [(edition, found[edition.pk]) for edition in editions]


@transaction.atomic
def take_out(edition: Edition, items: Collection[int]) -> None:
    """Take the items with these keys out of `edition`, whatever its state, and void what was approved with them in."""
    # Held, and read anew: whoever freezes it at this moment is either seen here or sees what was taken out.
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    forget_versions(Edition, [edition.pk])
    if not set(items).isdisjoint(item_ids(edition.body)):
        edition.body = without_items(edition.body, items)
        edition.save()
        edition = Edition.objects.get(pk=edition.pk)
        edition.save_revision()
        if edition.state in (State.DRAFT, State.APPROVED, State.SENDING, State.PAUSED, State.LATE):
            void_approvals(edition)
            Edition.objects.filter(pk=edition.pk, state=State.APPROVED).update(state=State.DRAFT)
            Edition.objects.filter(pk=edition.pk, state=State.SENDING).update(state=State.PAUSED)
    _blank(edition, items)
    if edition.state == State.SENT:
        transaction.on_commit(correct_redacted_editions)


def _blank(edition: Edition, items: Collection[int]) -> None:
    """Nothing that was frozen with one of `items` in it holds its words, or is sent again."""
    for rendering in Rendering.objects.filter(edition=edition, items__in=items).distinct():
        rendering.html = rendering.text = rendering.subject = ""
        rendering.words = words_without_items(rendering.words, set(items))
        rendering.redacted_at = rendering.redacted_at or timezone.now()
        rendering.save()
        rendering.items.remove(*items)


def correct_redacted_editions() -> int:
    """Render again the web version of sent editions whose frozen words were blanked. How many."""
    newer = Rendering.objects.filter(edition=OuterRef("edition"), language=OuterRef("language"), pk__gt=OuterRef("pk"))
    blanked = Rendering.objects.filter(~Exists(newer), edition=OuterRef("pk"), redacted_at__isnull=False)
    editions = Edition.objects.filter(Exists(blanked.exclude(words={})), state=State.SENT)
    corrected = 0
    for edition in editions:
        # What leaves an edition while it is rendered asks for this again, once that is committed.
        with suppress(StaleApprovalError):
            freeze_what_is_left(edition)
            corrected += 1
    return corrected
