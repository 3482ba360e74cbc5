"""Who is told of a review. Wagtail tells the reviewers, and the author of the outcome; each may switch it off.

Its messages are ours (`templates/wagtailadmin/notifications`), and hold none of the person's words: an email cannot be
called back when they withdraw.
"""

from typing import Any

from wagtail.models import WorkflowState
from wagtail.signals import workflow_submitted

# Wagtail's own name for its message to superusers about each submission.
TO_SUPERUSERS = "workflow_state_submitted_email_notification"


def connect() -> None:
    """Take that message's place, before Wagtail connects it: the reviewers' message reaches superusers too, and this
    one would tell them twice, and also who hands in of their own act."""
    workflow_submitted.connect(tell_nobody_twice, sender=WorkflowState, dispatch_uid=TO_SUPERUSERS)


def tell_nobody_twice(sender: type[WorkflowState], **_: Any) -> None:
    """The reviewers are told when the task begins."""
