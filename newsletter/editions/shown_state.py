"""The state of an edition in words: not "draft" where it was approved, nor "sent" where it reached nobody."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cms.consent.lost_approvals import lost_of
from newsletter.models import Delivery, Edition

State = Edition.State


def with_shown_state(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Each with what `shown_state` asks, in the same query."""
    arrived = Delivery.objects.filter(edition=OuterRef("pk"), state=Delivery.State.SENT)
    return editions.annotate(
        has_lost_approval=Exists(lost_of(Edition).filter(object_id=OuterRef("pk"))), has_arrived=Exists(arrived)
    )


def shown_state(edition: Any) -> str:
    """Of one that comes from `with_shown_state`."""
    if edition.state == State.SENT and not edition.has_arrived:
        return _("Reached nobody")
    if edition.state == State.DRAFT and edition.has_lost_approval:
        return _("Approval lost")
    if edition.held_at and edition.state in Edition.WOULD_GO_OUT:
        return _("Waits to be released")
    return str(edition.get_state_display())
