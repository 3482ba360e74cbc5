"""The audit log's words for what campaigns do."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "cosecha.plan": (_("Plan"), _("Filled the empty slots")),
    "cosecha.edit_piece": (_("Edit piece"), _("Changed a piece")),
    "cosecha.cancel_piece": (_("Cancel piece"), _("Cancelled a piece")),
    "cosecha.leave_undone": (_("Leave undone"), _("Decided not to publish a post by hand")),
    "cosecha.publish": (_("Publish post"), _("A post appeared on its network")),
    "cosecha.resolve_post": (_("Resolve post"), _("Said whether an unsure post is there")),
    "cosecha.take_down": (_("Take down"), _("Asked for a post to be taken down")),
    "cosecha.pause": (_("Pause"), _("Paused")),
    "cosecha.resume": (_("Resume"), _("Resumed")),
    "cosecha.connect": (_("Connect"), _("Connected an account")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
