"""Deleting a `Content`: only while it has never been out. What was out is withdrawn, which leaves a receipt.

What was never out and something refers to is archived: a report's passage or a plan does not lose what it points at.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages

from cms.content.archive import archive, bring_back, must_stay
from cms.core.errors import CosechaError
from cms.models import Content, Item
from cms.users.session import signed_in_user


@hooks.register("before_delete_snippet")
def withdraw_instead(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Lead to the withdrawal of the first one that was published; None where all may be deleted."""
    was_out = [row for row in instances if isinstance(row, Content) and row.first_published_at is not None]
    if not was_out:
        return _archive_instead(request, [row for row in instances if isinstance(row, Content)])
    messages.error(
        request,
        _("“%(wording)s” was published, so it is not deleted. Withdraw it: every copy is taken back with a receipt.")
        % {"wording": was_out[0]},
    )
    return redirect(reverse("withdrawals:item", args=[was_out[0].translation_key]))


def _archive_instead(request: HttpRequest, contents: list[Content]) -> HttpResponse | None:
    """Put away those that something refers to; None where all may be deleted, or nobody has confirmed yet."""
    staying = [content for content in contents if must_stay(content)]
    if request.method != "POST" or not staying:
        return None
    try:
        for content in staying:
            archive(content.item, signed_in_user(request))
    except CosechaError as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_home")
    for content in staying:
        messages.warning(
            request,
            _("“%(wording)s” was archived and not deleted: a report, an edition or a campaign refers to it.")
            % {"wording": content},
        )
    viewset: Any = type(staying[0]).snippet_viewset
    return redirect(reverse(viewset.get_url_name("list")))


@require_POST
def bring_back_view(request: HttpRequest, key: str) -> HttpResponse:
    item = get_object_or_404(Item, translation_key=key)
    try:
        bring_back(item, signed_in_user(request))
        messages.success(request, _("It is among the drafts again."))
    except CosechaError as error:
        messages.error(request, str(error))
    content = item.content_in()
    viewset: Any = getattr(content, "snippet_viewset", None)
    if content is None or viewset is None:
        return redirect("wagtailadmin_home")
    return redirect(reverse(viewset.get_url_name("edit"), args=[content.pk]))


@hooks.register("register_admin_urls")
def register_archive_urls() -> list[Any]:
    return [path("archive/<uuid:key>/bring-back/", bring_back_view, name="bring_back")]
