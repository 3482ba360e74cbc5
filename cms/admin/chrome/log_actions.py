"""The audit log's words for what cms does."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

ACTIONS = {
    "cosecha.approve": (_("Approve"), _("Approved exactly what was shown")),
    "cosecha.withdraw": (_("Withdraw"), _("Withdrawn from everywhere")),
    "cosecha.archive": (_("Archive"), _("Archived, since something refers to it")),
    "cosecha.bring_back": (_("Bring back"), _("Brought back from the archive")),
    "cosecha.erase": (_("Erase"), _("Erased because the person asked")),
    "cosecha.settle": (_("Settle a copy"), _("A copy was taken back by hand")),
    "cosecha.terms": (_("Record terms"), _("Recorded new consent terms")),
    "cosecha.expire": (_("Consent ended"), _("The consent ended, and what rested on it was taken back")),
    "cosecha.clear_end": (_("Remove the end date"), _("Its end date had passed and was removed when it was published")),
    "cosecha.lose_approval": (_("Approval lost"), _("It is no longer what was approved")),
    "cosecha.resolve": (_("Resolve"), _("Noted as resolved")),
    "cosecha.release": (_("Release"), _("Released what waited because the database is a copy")),
    "cosecha.invite": (_("Invite"), _("Invitation sent")),
    "cosecha.own_page_link": (_("Make a link"), _("Made a link to their own page; one before it opens nothing")),
    "cosecha.own_page_sent": (_("Send the link"), _("Sent the link to their own page by email")),
    "cosecha.attribute": (_("Say whose words these are"), _("Whose words these are, or their consent, changed")),
    "cosecha.credit_translator": (_("Name the translator"), _("Changed who is named as translator")),
    "cosecha.confirm_translation": (_("Check translation"), _("Noted that it says what the original says now")),
    "cosecha.ask_change": (_("Ask for a change"), _("Asked for a change of what readers see")),
    "cosecha.apply_change": (_("Apply a change"), _("Made the change that was asked for")),
    "cosecha.decline_change": (_("Decline a change"), _("Declined the change that was asked for")),
    "cosecha.open_capture": (_("Open link"), _("Opened a link to collect at the workshop")),
    "cosecha.close_capture": (_("Close link"), _("Closed a link to collect at the workshop")),
    "cosecha.capture": (_("Collect"), _("Given by the person at the workshop")),
    "cosecha.harvest": (_("Harvest"), _("Report read in")),
    "cosecha.import_quotes": (_("Import a table"), _("Rows of a table became drafts")),
    "cosecha.accept_passage": (_("Accept passage"), _("Accepted a passage of the report")),
    "cosecha.edit_passage": (_("Edit passage"), _("Edited a passage of the report")),
    "cosecha.skip_passage": (_("Skip passage"), _("Left a passage of the report out")),
    "cosecha.split_passage": (_("Divide passage"), _("Divided a passage of the report in two")),
    "cosecha.join_passages": (_("Join passages"), _("Joined two passages of the report")),
    "cosecha.undo_recut": (_("Undo division"), _("Took back how a passage was divided or joined")),
    "cosecha.whose_passage": (_("Say whose words"), _("Said whose words a passage holds, and under which consent")),
    "cosecha.undo_passage": (_("Undo decision"), _("Took back a decision about a passage")),
}


class ShownChange(LogFormatter):
    """In the history of content: what beside it changed, that readers see with it."""

    label = _("Change of what it shows")

    def format_message(self, entry: Any) -> str:
        data = entry.data
        of = f" «{data['of']}»" if data.get("of") else ""
        return gettext("Changed %(what)s: %(fields)s") % {
            "what": f"{data.get('kind', '')}{of}",
            "fields": ", ".join(data.get("fields", [])),
        }


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("cosecha.shown_change")(ShownChange)
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
