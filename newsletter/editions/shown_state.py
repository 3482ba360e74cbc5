"""The state of an edition in words: not "draft" where it was approved, nor "approved" where it waits to be released."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cms.consent.lost_approvals import lost_of
from newsletter.models import Edition

State = Edition.State


def with_lost_approvals(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Each with `has_lost_approval`, in the same query."""
    return editions.annotate(has_lost_approval=Exists(lost_of(Edition).filter(object_id=OuterRef("pk"))))


def shown_state(edition: Edition, *, has_lost_approval: bool) -> str:
    if edition.state == State.DRAFT and has_lost_approval:
        return _("Approval lost")
    if edition.held_at and edition.state in Edition.WOULD_GO_OUT:
        return _("Waits to be released")
    return str(edition.get_state_display())
