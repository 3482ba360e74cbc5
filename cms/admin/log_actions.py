"""The audit log's words for what cms does."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "cosecha.approve": (_("Approve"), _("Approved exactly what was shown")),
    "cosecha.withdraw": (_("Withdraw"), _("Withdrawn from everywhere")),
    "cosecha.settle": (_("Settle a copy"), _("A copy was taken back by hand")),
    "cosecha.terms": (_("Record terms"), _("Recorded new consent terms")),
    "cosecha.resolve": (_("Resolve"), _("Noted as resolved")),
    "cosecha.invite": (_("Invite"), _("Invitation sent")),
    "cosecha.attribute": (_("Say whose words these are"), _("Whose words these are, or their consent, changed")),
    "cosecha.harvest": (_("Harvest"), _("Report read in")),
    "cosecha.accept_passage": (_("Accept passage"), _("Accepted a passage of the report")),
    "cosecha.edit_passage": (_("Edit passage"), _("Edited a passage of the report")),
    "cosecha.skip_passage": (_("Skip passage"), _("Left a passage of the report out")),
    "cosecha.undo_passage": (_("Undo decision"), _("Took back a decision about a passage")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
