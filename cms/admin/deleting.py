"""Deleting a wording: only while it has never been out. What was out is withdrawn, which leaves a receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from cms.models import Content


@hooks.register("before_delete_snippet")
def withdraw_instead(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Lead to the withdrawal of the first one that was published; None where all may be deleted."""
    was_out = [row for row in instances if isinstance(row, Content) and row.first_published_at is not None]
    if not was_out:
        return None
    messages.error(
        request,
        _("“%(wording)s” was published, so it is not deleted. Withdraw it: every copy is taken back with a receipt.")
        % {"wording": was_out[0]},
    )
    return redirect(reverse("withdrawals:item", args=[was_out[0].translation_key]))
