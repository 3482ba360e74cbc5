"""Approvals that no longer count: what differs from what was approved, and one click to approve it again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages

from cms.channels import Channel, channels
from cms.consent.lost_approvals import LostApproval
from cms.content.lost_approvals import channel_of, what_differs
from cms.core.errors import CosechaError
from cms.users.models import User
from cms.users.session import signed_in_user


@dataclass(frozen=True)
class LostRow:
    """One line of the page. `reference` names the thing and what was seen of it."""

    channel: Channel
    lost: LostApproval

    @property
    def reference(self) -> str:
        return f"{self.channel.name}:{self.lost.approval.object_id}:{self.lost.seen}"

    @property
    def sentence(self) -> str:
        return what_differs(self.lost)


def lost_approvals_page(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    if not channels_to_approve(user):
        raise PermissionDenied
    if request.method == "POST":
        return approve_seen(request, user)
    rows = rows_for(user)
    return render(
        request,
        "cms/admin/home/lost_approvals.html",
        {
            "rows": rows,
            "look_only": [row for row in rows if row.lost.is_look_only],
            "page_title": _("Approvals that no longer count"),
            "header_title": _("Approvals that no longer count"),
            "header_icon": "warning",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Approvals that no longer count")},
            ],
        },
    )


def channels_to_approve(user: User) -> list[Channel]:
    """The channels in which `user` may approve."""
    return [one for one in channels() if one.approve_permission and user.has_perm(one.approve_permission)]


def rows_for(user: User) -> list[LostRow]:
    return [LostRow(channel, lost) for channel in channels_to_approve(user) for lost in channel.lost_approvals()]


def count_lost(user: User) -> int:
    """How many lost approvals `user` may decide about."""
    return sum(channel.count_lost_approvals() for channel in channels_to_approve(user))


def approve_seen(request: HttpRequest, user: User) -> HttpResponse:
    """Approve the one, or all whose look alone differs, exactly as they were shown; say what was not and why."""
    references = request.POST.getlist("look") if "all" in request.POST else request.POST.getlist("one")
    count, problems = approve_again(references, user, look_only="all" in request.POST)
    if count:
        sentence = ngettext("Approved again.", "%(count)d were approved again.", count)
        messages.success(request, sentence % {"count": count})
    for problem in problems:
        messages.error(request, problem)
    return redirect("lost_approvals")


def approve_again(references: Iterable[str], user: User, *, look_only: bool) -> tuple[int, list[str]]:
    """Approve what `references` name; how many were, and for each other the sentence that says why not.

    With `look_only`, one whose words or addresses differ by now is left for a person to look at.
    """
    count, problems = 0, []
    for name, key, seen in filter(None, map(parsed, references)):
        channel = channel_of(name)
        if channel is None or not user.has_perm(channel.approve_permission):
            raise PermissionDenied
        for lost in channel.lost_approvals({key}):
            if look_only and not lost.is_look_only:
                problems.append(_("%(label)s: more than its look changed. Look at it.") % {"label": lost.label})
                continue
            try:
                channel.approve_again(key, seen, user)
                count += 1
            except CosechaError as error:
                problems.append(f"{lost.label}: {error}")
    return count, problems


def parsed(reference: str) -> tuple[str, int, str] | None:
    """A reference in its parts; None where it is none of ours."""
    name, _colon, rest = reference.partition(":")
    key, _colon, seen = rest.partition(":")
    return (name, int(key), seen) if key.isascii() and key.isdigit() and len(key) < 19 else None


@hooks.register("register_admin_urls")
def register_lost_approvals_url() -> list[URLPattern]:
    return [path("lost-approvals/", lost_approvals_page, name="lost_approvals")]
