"""Joining: a form, a mail that asks for confirmation, and a page that confirms (double opt-in)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.core.http.storable_input import is_plain_line
from cms.core.mail import MailNotSentError, send_mail
from cms.core.text import make_one_line
from media.models import Brand
from newsletter.addresses import BadAddressError
from newsletter.models import Audience, OptIn
from newsletter.public.pages import language_for, page
from newsletter.subscribers.subscriptions import ask_to_subscribe, confirm
from newsletter.subscribers.tokens import Reader, read_confirm
from newsletter.subscribers.urls import confirm_url

# A form like this is used to flood other people's inboxes.
TRIES_AN_HOUR = 5
LONGEST_ADDRESS, LONGEST_NAME = 254, 120


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_page(request: HttpRequest, audience: str) -> HttpResponse:
    """The form. Whatever address is typed, the answer is the same: it says nothing about who is a reader."""
    chosen = get_object_or_404(Audience, slug=audience)
    language = language_for(request)
    with override(language):
        wish = _("I want to get “{audience}” by email from {sender}. I can unsubscribe whenever I want.")
        shown: dict[str, Any] = {
            "audience": chosen.name,
            "consent": wish.format(audience=chosen.name, sender=_sender(chosen)),
        }
        if request.method != "POST":
            return page(request, "join", language, **shown)
        error = "" if request.POST.get("website") else _join(request, chosen, language, shown["consent"])
        if error:
            typed = {"typed_email": request.POST.get("email", ""), "typed_name": request.POST.get("name", "")}
            return page(request, "join", language, 400, error=error, **shown, **typed)
        told = _(
            "We wrote to you to make sure that the address is yours. Open that message and confirm: without it we "
            "will send you nothing."
        )
        return page(request, "message", language, title=_("Look at your inbox"), text=told)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the confirmation mail. GET only asks: a scanner that opens links must not subscribe anybody."""
    reader = read_confirm(token)
    language = language_for(request, reader)
    if request.method != "POST":
        audience = Audience.objects.filter(pk=reader.audience_id).first() if reader else None
        return page(request, "confirm", language, audience=audience or "…")
    with override(language):
        if reader is None or confirm(reader) is None:
            title, text = _("This link no longer works"), _("You can subscribe again whenever you want.")
        else:
            title, text = _("Welcome!"), _("You will get the next newsletter at this address.")
        return page(request, "message", language, title=title, text=text)


def _join(request: HttpRequest, audience: Audience, language: str, text_shown: str) -> str:
    """Ask the address to confirm. The sentence that says what is wrong; empty when all is well."""
    if not request.POST.get("agree"):
        return _("Tick the box so that we know you want it.")
    if _too_many(client_address(request)):
        return _("There were too many attempts from your connection. Try again in an hour.")
    email, name = request.POST.get("email", ""), make_one_line(request.POST.get("name", ""))[:LONGEST_NAME]
    try:
        if len(email) > LONGEST_ADDRESS or not is_plain_line(email.strip()):
            raise BadAddressError
        opt_in = ask_to_subscribe(email, audience, text_shown=text_shown, name=name, language=language)
    except BadAddressError:
        return _("This is not a valid email address.")
    try:
        if opt_in is not None:
            _ask_to_confirm(opt_in)
    except MailNotSentError:
        return _("We could not send you the message to confirm. Try again in a few minutes.")
    return ""


def _ask_to_confirm(opt_in: OptIn) -> None:
    audience, subscriber = opt_in.audience, opt_in.subscriber
    reader = Reader(subscriber.pk, audience.pk, subscriber.address_hash)
    filled = {"audience": audience.name, "sender": _sender(audience), "url": confirm_url(reader)}
    send_mail(
        subscriber.email,
        _("Confirm your subscription to “{audience}”").format(audience=audience.name),
        render_to_string("newsletter/public/confirm.txt", filled),
    )


def _sender(audience: Audience) -> str:
    return Brand.load().legal_name or audience.from_name


def _too_many(address: str) -> bool:
    """Count a try from this network address; whether it had its share of this hour."""
    return rate_limits.count_attempt(f"join:{address}", 3600).count > TRIES_AN_HOUR
