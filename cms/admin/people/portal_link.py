"""The link to a person's own page, as staff pass it on: by email, as a QR code, as a text for a chat."""

from typing import Any

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages

from cms.core.errors import CosechaError
from cms.core.http.public_address import is_public_address
from cms.models import Contributor
from cms.people.portal_link import MAY_SHARE, link_of, message_with_link, new_link, send_link
from cms.public.pages.languages import interface_language, own_name
from cms.users.session import signed_in_user

LANGUAGE = "page_language"
INSPECT = "wagtailsnippets_cms_contributor:inspect"


def panel(contributor: Contributor, request: HttpRequest) -> dict[str, Any] | None:
    """What the panel shows; None for who may not pass the link on."""
    if not request.user.has_perm(MAY_SHARE):
        return None
    language = _language(request.GET)
    link = link_of(contributor, language)
    return {
        "link": link,
        # Black on white, whatever the colours of the screen: that is what cameras read.
        "qr": segno.make(link, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff") if link else "",
        "message": message_with_link(contributor, language) if link else "",
        "language": language,
        "languages": [(code, own_name(code), f"?{LANGUAGE}={code}#own-page") for code in settings.READER_LANGUAGES],
        "email": contributor.email,
        "address": settings.BASE_URL,
        "only_here": not is_public_address(settings.BASE_URL),
    }


@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link, or another one in its place."""
    contributor = _contributor(request, pk)
    had_one = bool(contributor.page_nonce)
    new_link(contributor, signed_in_user(request))
    done = _("The link before opens nothing any more. Pass the new one on.") if had_one else _("The link is ready.")
    messages.success(request, done)
    return _back(contributor, _language(request.POST))


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Email the link to the person."""
    contributor, language = _contributor(request, pk), _language(request.POST)
    try:
        send_link(contributor, signed_in_user(request), language)
    except CosechaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Sent to %s.") % contributor.email)
    return _back(contributor, language)


def _contributor(request: HttpRequest, pk: int) -> Contributor:
    if not request.user.has_perm(MAY_SHARE):
        raise PermissionDenied
    return get_object_or_404(Contributor, pk=pk)


def _language(asked: Any) -> str:
    return interface_language(asked.get(LANGUAGE, ""))


def _back(contributor: Contributor, language: str) -> HttpResponse:
    return redirect(f"{reverse(INSPECT, args=[contributor.pk])}?{LANGUAGE}={language}#own-page")


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [
        path("own-page/<int:pk>/link/", make, name="own_page_make"),
        path("own-page/<int:pk>/send/", send, name="own_page_send"),
    ]
