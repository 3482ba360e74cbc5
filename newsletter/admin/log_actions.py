"""The audit log's words for what the newsletter does."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks

ACTIONS = {
    "cosecha.pause": (_("Pause"), _("Paused while it was being sent")),
    "cosecha.resume": (pgettext_lazy("sending", "Go on"), _("Went on sending")),
    "cosecha.cancel": (_("Cancel"), _("Cancelled: nobody else gets it")),
    "cosecha.compose_edition": (_("Build"), _("Built from what is cleared")),
    "cosecha.unapprove_edition": (_("Take the approval back"), _("Took the approval back")),
    "cosecha.send_test": (_("Send a test"), _("Sent themselves a test")),
    "cosecha.decide": (_("Decide about unsure mail"), _("Decided about mail that was unsure")),
    "cosecha.subscribe": (_("Add a subscriber"), _("Added a subscriber")),
    "cosecha.suppress": (_("Exclude an address"), _("Excluded an address")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
