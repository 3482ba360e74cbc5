"""The link to a person's own page: staff pass it on, and with it the person sees and withdraws what is theirs.

It works until staff make another one, and never expires: it stands on paper and in a chat for years, and must open the
page on the day somebody wants their words back. The signed value holds a nonce that is stored with the person, so a
link that was replaced opens nothing, nor does one from before a restored backup.
"""

import secrets

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core import signing
from cms.core.absolute_urls import link_to
from cms.core.errors import CosechaError, NotPermittedError
from cms.core.mail import MailNotSentError, require_working_links, send_mail
from cms.models import Contributor
from cms.users.models import User
from media.models import Brand

PAGE = "own page"
MAY_SHARE = "cms.change_contributor"


class NoAddressError(CosechaError):
    """A link cannot be sent to nobody."""

    sentence = _("There is no email address for this person.")


class NoLinkError(CosechaError):
    """There is nothing to send yet, or it was replaced meanwhile."""

    sentence = _("There is no link yet. Make one first.")


class LinkNotSentError(MailNotSentError):
    """The mail server did not take it."""

    sentence = _("The email could not be sent. Try again in a while, or pass the link on in another way.")


def token_of(contributor: Contributor) -> str:
    """The part of the link that names the person and opens their page; empty where no link was made."""
    nonce = contributor.page_nonce
    return signing.sign(PAGE, f"{contributor.pk}{signing.SEPARATOR}{nonce}") if nonce else ""


def holder_of(token: str) -> Contributor | None:
    """Whose page `token` opens; None where it was not made here, or was replaced."""
    value = signing.unsign(PAGE, token)
    if value is None:
        return None
    key, _dot, nonce = value.partition(signing.SEPARATOR)
    return Contributor.objects.filter(pk=key, page_nonce=nonce).first()


def link_of(contributor: Contributor, language: str = settings.LANGUAGE_CODE) -> str:
    """The whole address of their page, for readers of `language`; empty where no link was made."""
    token = token_of(contributor)
    return link_to("own_page", language, token) if token else ""


@transaction.atomic
def new_link(contributor: Contributor, by: User) -> None:
    """Make a link for `contributor`. The one before opens nothing from now on."""
    _check_permission(by)
    locked = Contributor.objects.select_for_update().get(pk=contributor.pk)
    replaces = bool(locked.page_nonce)
    contributor.page_nonce = secrets.token_urlsafe(16)
    Contributor.objects.filter(pk=locked.pk).update(page_nonce=contributor.page_nonce)
    log(contributor, "cosecha.own_page_link", user=by, data={"replaces": replaces})


def send_link(contributor: Contributor, by: User, language: str = settings.LANGUAGE_CODE) -> None:
    """Email the person their link, in `language`. Raises CosechaError."""
    _check_permission(by)
    if not contributor.email:
        raise NoAddressError
    if not contributor.page_nonce:
        raise NoLinkError
    require_working_links()
    with override(language):
        subject = render_to_string("cms/public/portal/email_subject.txt")
    send_mail(contributor.email, subject, message_with_link(contributor, language), error=LinkNotSentError)
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


def _check_permission(by: User) -> None:
    if not by.has_perm(MAY_SHARE):
        raise NotPermittedError
