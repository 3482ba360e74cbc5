"""Say after a form was saved that something of it was asked for and not changed: Wagtail says that it was saved."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages


class SayWhatWasAsked:
    """Middleware. The form notes the request on the user (cms/admin/changes/forms.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(getattr(request, "user", None), "asked_for", None) is not None:
            messages.warning(
                request,
                _("What readers see stays as it is. Your request waits for somebody who may publish; you are told."),
            )
        return response
