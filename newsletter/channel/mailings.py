"""The mail of a period with how many readers got it, as the report on impact wants it."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import Coalesce

from cms.channels import Mailing
from newsletter.models import Delivery, Edition, Rendering

OUT = (Edition.State.SENDING, Edition.State.PAUSED, Edition.State.SENT)


def mailings(start: datetime, end: datetime) -> list[Mailing]:
    """One for each wording that readers got of an edition, by when that went out: three queries."""
    editions = (
        Edition.objects.filter(state__in=OUT)
        .annotate(out_at=Coalesce("sent_at", "frozen_at"))
        .filter(out_at__gte=start, out_at__lt=end)
    )
    by_key = {edition.pk: edition for edition in editions.select_related("audience").defer("body")}
    sent = Delivery.objects.filter(edition__in=by_key, state=Delivery.State.SENT)
    counted = sent.values_list("edition", "rendering", "language").annotate(readers=Count("pk"))
    rows = list(counted.order_by("edition", "language", "rendering"))
    items: dict[int, set[int]] = defaultdict(set)
    standing = Rendering.items.through.objects.filter(rendering__in=[row[1] for row in rows if row[1]])
    for rendering, item in standing.values_list("rendering", "item"):
        items[rendering].add(item)
    return [
        Mailing(
            edition,
            str(by_key[edition]),
            by_key[edition].out_at,
            language,
            readers,
            frozenset(items[rendering] if rendering else ()),
        )
        for edition, rendering, language, readers in rows
    ]
