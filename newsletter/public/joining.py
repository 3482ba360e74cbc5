"""Joining: a form, a mail that asks for confirmation, and a page that confirms (double opt-in)."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.api.delivery import client_of
from media.models import Brand
from newsletter.addresses import BadAddressError
from newsletter.links import confirm_url
from newsletter.models import Audience, OptIn
from newsletter.public.pages import language_for, page
from newsletter.public.phrases import PHRASES
from newsletter.subscriptions import ask_to_subscribe, confirm
from newsletter.tokens import CONFIRM, Reader, reader_of

# A form like this is used to flood other people's inboxes.
TRIES_AN_HOUR = 5


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_page(request: HttpRequest, audience: str) -> HttpResponse:
    """The form. Whatever address is typed, the answer is the same: it says nothing about who is a reader."""
    chosen = get_object_or_404(Audience, slug=audience)
    language = language_for(request)
    names = {"audience": chosen.name, "sender": _sender(chosen)}
    words = PHRASES[language]
    shown = {name: getattr(words, name).format(**names) for name in ("join_title", "join_text", "consent")}
    if request.method != "POST":
        return page(request, "join", language, **shown)
    error = "" if request.POST.get("website") else _join(request, chosen, language, shown["consent"])
    if error:
        typed = {"typed_email": request.POST.get("email", ""), "typed_name": request.POST.get("name", "")}
        return page(request, "join", language, 400, error=getattr(words, error), **shown, **typed)
    return page(request, "message", language, title=words.asked_title, text=words.asked_text)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the confirmation mail. GET only asks: a scanner that opens links must not subscribe anybody."""
    reader = reader_of(token, CONFIRM)
    language = language_for(request, reader)
    words = PHRASES[language]
    if request.method != "POST":
        audience = Audience.objects.filter(pk=reader.audience_id).first() if reader else None
        return page(request, "confirm", language, text=words.confirm_text.format(audience=audience or "…"))
    if reader is None or confirm(reader) is None:
        return page(request, "message", language, title=words.expired_title, text=words.expired_text)
    return page(request, "message", language, title=words.confirmed_title, text=words.confirmed_text)


def _join(request: HttpRequest, audience: Audience, language: str, text_shown: str) -> str:
    """Ask the address to confirm. The name of the phrase that says what is wrong; empty when all is well."""
    if not request.POST.get("agree"):
        return "agree_first"
    if _too_many(client_of(request)):
        return "too_many"
    email, name = request.POST.get("email", ""), request.POST.get("name", "")[:120]
    try:
        opt_in = ask_to_subscribe(email, audience, text_shown=text_shown, name=name, language=language)
    except BadAddressError:
        return "bad_address"
    try:
        if opt_in is not None:
            _ask_to_confirm(opt_in, language)
    except (smtplib.SMTPException, OSError):
        return "not_sent"
    return ""


def _ask_to_confirm(opt_in: OptIn, language: str) -> None:
    words, audience, subscriber = PHRASES[language], opt_in.audience, opt_in.subscriber
    reader = Reader(subscriber.pk, audience.pk, subscriber.address_hash)
    filled: dict[str, Any] = {"audience": audience.name, "sender": _sender(audience), "url": confirm_url(reader)}
    send_mail(
        words.mail_subject.format(**filled),
        words.mail_text.format(**filled),
        settings.DEFAULT_FROM_EMAIL,
        [subscriber.email],
    )


def _sender(audience: Audience) -> str:
    return Brand.load().legal_name or audience.from_name


def _too_many(address: str) -> bool:
    """Count a try from this network address; whether it had its share of this hour."""
    key = f"newsletter-join:{address}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > TRIES_AN_HOUR
