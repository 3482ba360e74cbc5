"""Say after a form was saved that something of it was asked for and not changed: Wagtail says that it was saved."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages


class SayWhatWasAsked:
    """Middleware. The form notes the request on the user (cms/admin/changes/forms.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Looking at the user reads the session, and a page for readers that did would vary with cookies.
        is_saved = request.method == "POST" and request.path.startswith(reverse("wagtailadmin_home"))
        if is_saved and getattr(request.user, "asked_for", None) is not None:
            messages.warning(
                request,
                _("What readers see stays as it is. Your request waits for somebody who may publish; you are told."),
            )
        return response
