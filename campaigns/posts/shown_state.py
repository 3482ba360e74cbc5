"""The state of a post in words: not "to approve" where it was, nor "approved" where it waits to be released."""

from django.utils.translation import gettext as _

from campaigns.models import Post

State = Post.State


def shown_state(post: Post, *, has_lost_approval: bool) -> str:
    if post.state == State.DRAFT and has_lost_approval:
        return _("Approval lost")
    if is_held(post):
        return _("Waits to be released")
    return str(post.get_state_display())


def is_held(post: Post) -> bool:
    """Whether it does not go out at its hour because the database is a copy of the past."""
    return post.held_at is not None and post.state in (State.APPROVED, State.WAITING, State.CLAIMED, State.LOOKING)


def held_reason() -> str:
    return _("This database is a copy of the past, and it may be out already. Release it on the home page.")
