"""What a post is called as a copy, to staff and to the person whose words they are."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import Post


def copy_label(post: Post, *, is_out: bool) -> str:
    at = date_format(timezone.localtime(post.published_at or post.piece.scheduled_at), "DATETIME_FORMAT")
    sentence = _("Post on {account}, {at}") if is_out else _("Planned post on {account}, {at}")
    return sentence.format(account=post.account, at=at)
