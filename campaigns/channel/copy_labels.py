"""What a post is called as a copy, to staff and to the person whose words they are, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import Account, Post


def facts_of(post: Post, *, is_out: bool) -> dict[str, str]:
    """What a post is as a copy, as it stands now."""
    return {
        "account": post.account.label,
        "network": post.account.network,
        "at": (post.published_at or post.piece.scheduled_at).isoformat(),
        "is": "out" if is_out else "planned",
    }


def copy_label(facts: Mapping[str, str]) -> str:
    at = date_format(timezone.localtime(datetime.fromisoformat(facts["at"])), "DATETIME_FORMAT")
    sentence = _("Post on {account}, {at}") if facts["is"] == "out" else _("Planned post on {account}, {at}")
    return sentence.format(account=Account(label=facts["account"], network=facts["network"]), at=at)
