"""What staff are told when the background cannot go on by itself."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.models import Account, Post
from campaigns.networks.base import NetworkError
from cms.core.absolute_urls import absolute
from cms.core.errors import CosechaError
from cms.jobs.incidents import report_incident
from cms.notifications import tell_staff


def page_of(post: Post) -> str:
    """Where staff deal with a post."""
    return reverse("posts:post", args=[post.pk])


def tell_unreachable(post: Post, error: NetworkError) -> None:
    report_incident(
        f"campaigns:unreachable:{post.account_id}",
        _("{account} cannot be reached.").format(account=post.account),
        _("Its posts wait and go out when it answers again. You do not have to do anything."),
        page_of(post),
        error.detail,
    )


def tell_refused(post: Post, error: CosechaError) -> None:
    report_incident(
        f"campaigns:refused:{post.pk}",
        _("{account} refused a post: {why}").format(account=post.account, why=error),
        _("Change the post and approve it again, or cancel it."),
        page_of(post),
        error.detail,
    )


def tell_over_budget(post: Post, error: CosechaError) -> None:
    report_incident(
        f"campaigns:budget:{post.account_id}",
        _("A post waits: {account} would cost more this month than you allow.").format(account=post.account),
        str(error),
        reverse("accounts:account", args=[post.account_id]),
    )


def tell_account(account: Account, error: NetworkError) -> None:
    report_incident(
        f"campaigns:account:{account.pk}",
        _("{account} no longer accepts what we send.").format(account=account),
        _("Connect the account again. Its posts wait until then."),
        reverse("accounts:index"),
        error.detail,
    )


def tell_unsure(post: Post) -> None:
    report_incident(
        f"campaigns:unsure:{post.pk}",
        _("We do not know whether a post appeared on {account}.").format(account=post.account),
        _("Look on the network and say whether it is there."),
        page_of(post),
        post.problem,
    )


def tell_by_hand(post: Post, _error: NetworkError) -> None:
    """By mail, without a word of the post: it may be withdrawn before somebody reads it."""
    with override(settings.LANGUAGE_CODE):
        subject = _("It is your turn to publish: {account}").format(account=post.account.label)
        text = _("A post is ready to be copied. Its text, its card and what to do then are here:")
        tell_staff("campaigns.approve_post", subject, f"{text}\n\n{absolute(page_of(post))}\n")


def tell_not_taken_down(post: Post, error: NetworkError) -> None:
    report_incident(
        f"campaigns:take_down:{post.pk}",
        _("A post could not be taken down from {account} yet.").format(account=post.account),
        _("Remove it on the network itself, and then say so on its page."),
        page_of(post),
        error.detail,
    )
