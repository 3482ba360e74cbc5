"""The key to a person's own page: a link that staff pass on, with which the person sees and takes back what is theirs.

It works until staff make another one, and never ends by itself: it stands on paper and in a chat for years, and must
open the page on the day somebody wants their words back. Nobody can make one without `READERS_SECRET` and the nonce
that is kept with the person, so a link that was replaced opens nothing, nor does one from before a restored backup.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core.absolute_urls import link_to
from cms.core.errors import CosechaError, NotPermittedError
from cms.models import Contributor
from media.models import Brand

SALT = b"own-page:1:"
SIGNATURE_BYTES = 16
MAY_SHARE = "cms.change_contributor"


class NoAddressError(CosechaError):
    """A link cannot be sent to nobody."""

    sentence = _("There is no email address for this person.")


class NoLinkError(CosechaError):
    """There is nothing to send yet, or it was replaced meanwhile."""

    sentence = _("There is no link yet. Make one first.")


class LinkNotSentError(CosechaError):
    """The mail server did not take it."""

    sentence = _("The email could not be sent. Try again in a while, or pass the link on in another way.")


def token_of(contributor: Contributor) -> str:
    """The part of the link that names the person; empty where no link was made."""
    return _token(contributor.pk, contributor.page_nonce) if contributor.page_nonce else ""


def holder_of(token: str) -> Contributor | None:
    """Whose page `token` opens; None where it was not made here, or was replaced."""
    key = _key_in(token)
    contributor = Contributor.objects.filter(pk=key).first() if key else None
    nonce = contributor.page_nonce if contributor else ""
    is_theirs = hmac.compare_digest(_token(key, nonce).encode(), token.encode(errors="replace"))
    return contributor if is_theirs and nonce else None


def link_of(contributor: Contributor, language: str = settings.LANGUAGE_CODE) -> str:
    """The whole address of their page, for readers of `language`; empty where no link was made."""
    token = token_of(contributor)
    return link_to("own_page", language, token) if token else ""


@transaction.atomic
def new_link(contributor: Contributor, by: Any) -> None:
    """Make a link for `contributor`. The one before opens nothing from now on."""
    _check_permission(by)
    locked = Contributor.objects.select_for_update().get(pk=contributor.pk)
    replaces = bool(locked.page_nonce)
    contributor.page_nonce = secrets.token_urlsafe(16)
    Contributor.objects.filter(pk=locked.pk).update(page_nonce=contributor.page_nonce)
    log(contributor, "cosecha.own_page_link", user=by, data={"replaces": replaces})


def send_link(contributor: Contributor, by: Any, language: str = settings.LANGUAGE_CODE) -> None:
    """Email the person their link, in `language`. Raises CosechaError."""
    _check_permission(by)
    if not contributor.email:
        raise NoAddressError
    if not contributor.page_nonce:
        raise NoLinkError
    with override(language):
        subject = " ".join(render_to_string("cms/public/portal/email_subject.txt").split())
        message = EmailMessage(subject, message_with_link(contributor, language), to=[contributor.email])
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        raise LinkNotSentError(detail=repr(error)) from error
    log(contributor, "cosecha.own_page_sent", user=by, data={"language": language})


def message_with_link(contributor: Contributor, language: str = settings.LANGUAGE_CODE) -> str:
    """What goes with the link, in `language`: the text of the email, and of a chat message."""
    brand = Brand.load()
    context = {
        "name": contributor.first_name,
        "sender": brand.legal_name or brand.name,
        "link": link_of(contributor, language),
    }
    with override(language):
        return render_to_string("cms/public/portal/message.txt", context).strip() + "\n"


def _check_permission(by: Any) -> None:
    if not by.has_perm(MAY_SHARE):
        raise NotPermittedError


def _token(key: int, nonce: str) -> str:
    name = key.to_bytes(8, "big").lstrip(b"\0")
    signature = hmac.new(settings.READERS_SECRET.encode(), SALT + name + b":" + nonce.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(signature[:SIGNATURE_BYTES] + name).decode().rstrip("=")


def _key_in(token: str) -> int:
    """The primary key in a token, whoever made it; 0 where there is none."""
    try:
        content = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return 0
    name = content[SIGNATURE_BYTES:]
    return int.from_bytes(name, "big") if len(name) <= 7 else 0
