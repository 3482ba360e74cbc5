"""Joining: a form, a mail that asks for confirmation, and a page that confirms (double opt-in)."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.public.pages.languages import own_name
from newsletter.addresses import BadAddressError, normalised_address
from newsletter.models import Audience
from newsletter.public.pages import language_for, page
from newsletter.rendering import language_or
from newsletter.subscribers.asks import ask_named, ask_to_subscribe, confirm
from newsletter.subscribers.steps import text_version, wish_for
from newsletter.subscribers.tokens import read_confirm

# A form like this is used to flood other people's inboxes.
TRIES_AN_HOUR = 5
# So many mails a day to one address are caused from one network address: fewer than go there at all, so that a stranger
# does not use up those of whose address it is.
MAILS_A_DAY = 2
# A field that people do not see. Its name is in no list by which browsers fill forms in.
TRAP = "zq_blank"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe_page(request: HttpRequest, audience: str) -> HttpResponse:
    """The form. Whatever address is typed, the answer is the same: it says nothing about who is a reader."""
    chosen = get_object_or_404(Audience, slug=audience)
    language = language_for(request)
    wish = wish_for(chosen, language)
    shown: dict[str, Any] = {"audience": chosen.name, "consent": wish, "wish_version": text_version(wish)}
    if request.method != "POST":
        return page(request, "join", language, **shown)
    typed: dict[str, Any] = {
        "typed_email": request.POST.get("email", ""),
        "typed_name": request.POST.get("name", ""),
        "has_agreed": bool(request.POST.get("agree")),
    }
    if request.POST.get(TRAP):
        return page(request, "join", language, 400, asks_for_a_person=True, **shown, **typed)
    with override(language):
        # They ticked other words than would be recorded: the newsletter or its sender was renamed meanwhile.
        if shown["wish_version"] != (seen_version(request) or shown["wish_version"]):
            error = _("These words have changed since you opened the page. Read them once more, and tick the box.")
            return page(request, "join", language, 400, error=error, **shown, **typed | {"has_agreed": False})
        if error := _join(request, chosen, language, wish):
            return page(request, "join", language, 400, error=error, **shown, **typed)
        told = _(
            "We wrote to you to make sure that the address is yours. Open that message and confirm: without it we "
            "will send you nothing."
        )
        return page(request, "message", language, title=_("Look at your inbox"), text=told)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the confirmation mail. GET only asks: a scanner that opens links must not subscribe anybody.

    It shows what this link confirms: the words, and the name that somebody gave with them.
    """
    named = read_confirm(token)
    ask = ask_named(named)
    language = language_or(ask.language if ask else "", language_for(request))
    with override(language):
        gone: dict[str, Any] = {
            "title": _("This link no longer works"),
            "text": _("You can subscribe again whenever you want."),
        }
        if named is None or ask is None:
            return page(request, "message", language, 200 if request.method == "POST" else 404, **gone)
        if request.method != "POST":
            return page(request, "confirm", language, ask=ask, language_name=own_name(ask.language))
        if confirm(named) is None:
            return page(request, "message", language, **gone)
        told = _("You will get the next newsletter at this address.")
        return page(request, "message", language, title=_("Welcome!"), text=told)


def seen_version(request: HttpRequest) -> str:
    """Which words the form showed; empty where it does not say, as one on another website."""
    version = request.POST.get("wish", "")
    return version if re.fullmatch(r"[0-9a-f]{12}", version) else ""


def has_too_many_tries(request: HttpRequest) -> bool:
    """Count a try from this network address; whether it had its share of this hour."""
    return rate_limits.count_attempt(f"join:{client_address(request)}", 3600).count > TRIES_AN_HOUR


def too_many_tries() -> str:
    return _("There were too many attempts from your connection. Try again in an hour.")


def _join(request: HttpRequest, audience: Audience, language: str, text_shown: str) -> str:
    """Ask the address to confirm. The sentence that says what is wrong; empty when all is well."""
    if not request.POST.get("agree"):
        return _("Tick the box so that we know you want it.")
    if has_too_many_tries(request):
        return too_many_tries()
    try:
        _ask_within_limits(request, audience, language, text_shown)
    except BadAddressError as error:
        return str(error)
    return ""


def _ask_within_limits(request: HttpRequest, audience: Audience, language: str, text_shown: str) -> None:
    """Ask, unless enough mails to this address were caused from here today: then there are links in its inbox."""
    email, name = request.POST.get("email", ""), request.POST.get("name", "")
    caused = rate_limits.count_attempt(f"ask:{client_address(request)}:{normalised_address(email)}", 86_400)
    if caused.count > MAILS_A_DAY:
        return
    ask = ask_to_subscribe(
        email, audience, text_shown=text_shown, name=name, language=language, source=request.path[:200]
    )
    if ask is None:
        rate_limits.cancel_attempt(caused)
