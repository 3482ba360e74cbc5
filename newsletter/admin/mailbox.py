"""The local mailbox in the admin: what readers would have got, where a newcomer sees it."""

import re
from email.message import EmailMessage
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.core.http.row_keys import key_in
from cms.users.rights import may_manage
from newsletter.mailbox.store import Mailbox, decoded

PER_PAGE = 25
MAY_EMPTY = "newsletter.empty_mailbox"
PASSWORD_LINK = re.compile(r"/password_reset/confirm/([\w-]{1,40})/")


def _mailbox(request: HttpRequest) -> Mailbox:
    if not settings.LOCAL_MAILBOX:
        raise Http404
    if not request.user.has_perm("newsletter.view_edition"):
        raise PermissionDenied
    return Mailbox(settings.MAILBOX_FOLDER)


def mailbox(request: HttpRequest) -> HttpResponse:
    """The list: only the messages of one page are opened, unless somebody searches."""
    box = _mailbox(request)
    words = request.GET.get("q", "").strip()
    keys = box.newest_first()
    total = len(keys)
    page = Paginator(box.search(words, keys) if words else keys, PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "newsletter/admin/mailbox.html",
        {
            "page": page,
            "rows": [box.summary(key) for key in page.object_list],
            "words": words,
            "total": total,
            "unseen": box.unseen_count(),
            "may_empty": request.user.has_perm(MAY_EMPTY),
            **_header(_("Local mailbox")),
        },
    )


def message(request: HttpRequest, key: str) -> HttpResponse:
    """One message with its parts; reading it marks it as seen."""
    box = _mailbox(request)
    try:
        parsed, summary = _opened(request, key), box.summary(key)
        box.mark_seen(key)
    except KeyError as error:
        raise Http404 from error
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    context = {
        "summary": summary,
        "headers": [(name, decoded(value)) for name, value in parsed.items()],
        "text": text.get_content() if text else "",
        "has_html": html is not None,
        "source": box.source(key).decode("utf-8", "replace"),
        "part_url": reverse("mailbox_part", args=[key, "html"]),
        "raw_url": reverse("mailbox_part", args=[key, "source"]),
        **_header(summary.subject or _("(no subject)"), _("Message")),
    }
    return TemplateResponse(request, "newsletter/admin/message.html", context)


@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # its signature leaves the arguments out
    {
        "default-src": [NONE],
        "img-src": [SELF, "data:", "http:", "https:"],
        "style-src": [UNSAFE_INLINE],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def message_part(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The HTML alone, for the frame: no script of it ever runs. Or the source, as a file."""
    try:
        parsed = _opened(request, key)
        if part == "source":
            response = HttpResponse(_mailbox(request).source(key), content_type="message/rfc822")
            response["Content-Disposition"] = 'attachment; filename="mensaje.eml"'
            return response
        html = parsed.get_body(("html",))
    except KeyError as error:
        raise Http404 from error
    if part != "html" or html is None:
        raise Http404
    return HttpResponse(html.get_content())


@require_POST
def delete_all(request: HttpRequest) -> HttpResponse:
    """What the whole team reads there is emptied by administrators."""
    box = _mailbox(request)
    if not request.user.has_perm(MAY_EMPTY):
        raise PermissionDenied
    count = box.delete_all()
    messages.success(
        request, ngettext("%(count)d message deleted.", "%(count)d messages deleted.", count) % {"count": count}
    )
    return redirect("mailbox")


def _opened(request: HttpRequest, key: str) -> EmailMessage:
    """A message that this person may read: a link to choose a password gives away its owner's account."""
    parsed = _mailbox(request).message(key)
    for owner in _owners_of_links(parsed):
        if not (request.user.has_perm("users.change_user") and may_manage(request.user, owner)):
            raise PermissionDenied
    return parsed


def _owners_of_links(message: EmailMessage) -> list[Any]:
    """Whose passwords can be chosen with the links in `message`."""
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    keys = {
        force_str(urlsafe_base64_decode(uid), errors="replace") for text in texts for uid in PASSWORD_LINK.findall(text)
    }
    return list(get_user_model().objects.filter(pk__in=[key for text in keys if (key := key_in(text)) is not None]))


def _header(title: str, leaf: str = "") -> dict[str, Any]:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("mailbox"), "label": _("Local mailbox")},
    ]
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [*trail, {"url": "", "label": leaf}] if leaf else trail,
    }
