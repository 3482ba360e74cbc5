"""Leaving, and choosing a language: without cookie, login or CSRF token, for the link itself is the key (RFC 8058)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.public.pages.languages import own_name
from newsletter.addresses import BadAddressError
from newsletter.models import Subscriber
from newsletter.public.pages import language_for, page
from newsletter.public.subscribe import TRAP, has_too_many_tries, too_many_tries
from newsletter.rendering import language_or
from newsletter.subscribers.asks import ask_for_leave_link, ask_to_move
from newsletter.subscribers.subscriptions import choose_language, unsubscribe
from newsletter.subscribers.tokens import Reader, read_leave


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """POST leaves at once, whoever sends it; GET only asks, for mail scanners open every link.

    A link that is not well-formed under our key says so: nobody was unsubscribed by it. One that is gets the same
    answers whether its reader is still here or not.
    """
    reader = read_leave(token)
    language = language_for(request, reader)
    if reader is None:
        return damaged(request, language)
    if request.method != "POST":
        return page(request, "leave", language, preferences_url=reverse("newsletter_preferences", args=[token]))
    from_all = request.POST.get("scope") == "all"
    unsubscribe(reader, from_all=from_all)
    return page(request, "left", language, from_all=from_all)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_page(request: HttpRequest, token: str) -> HttpResponse:
    """The language somebody wants to read us in, and the address where."""
    reader = read_leave(token)
    if reader is None:
        return damaged(request, language_for(request))
    told, error = "", ""
    if request.method == "POST" and (chosen := request.POST.get("language", "")) in settings.READER_LANGUAGES:
        choose_language(reader, chosen)
        told = "saved"
    language = language_or(request.POST.get("language", ""), language_for(request, reader))
    if request.method == "POST" and "new_email" in request.POST:
        with override(language):
            error = _move(request, reader)
        told = "" if error else "moving"
    languages = [
        {"code": code, "name": own_name(code), "is_chosen": code == language} for code in settings.READER_LANGUAGES
    ]
    leave_url = reverse("newsletter_unsubscribe", args=[token])
    shown = {"languages": languages, "told": told, "error": error, "typed": request.POST.get("new_email", "")}
    return page(request, "preferences", language, 400 if error else 200, leave_url=leave_url, **shown)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail_page(request: HttpRequest) -> HttpResponse:
    """Where the links of the version that everybody may share lead, and who has only a damaged link.

    The whole link is mailed to its reader. The answer is the same whoever is typed in.
    """
    language = language_for(request)
    if request.method != "POST":
        return page(request, "by_mail", language)
    typed = request.POST.get("email", "")
    if request.POST.get(TRAP):
        return page(request, "by_mail", language, 400, asks_for_a_person=True, typed_email=typed)
    with override(language):
        error = too_many_tries() if has_too_many_tries(request) else ""
        try:
            if not error:
                ask_for_leave_link(typed, language)
        except BadAddressError as refused:
            error = str(refused)
        if error:
            return page(request, "by_mail", language, 400, error=error, typed_email=typed)
    return page(request, "by_mail", language, is_asked=True)


def damaged(request: HttpRequest, language: str) -> HttpResponse:
    """The link was cut or changed on its way: say so, and offer to mail the whole one."""
    return page(request, "by_mail", language, 404, is_damaged=True)


def _move(request: HttpRequest, reader: Reader) -> str:
    """Ask the new address to confirm. The sentence that says what is wrong; empty when all is well."""
    if has_too_many_tries(request):
        return too_many_tries()
    subscriber = Subscriber.objects.filter(pk=reader.subscriber_id, address_hash=reader.address_hash).first()
    try:
        if subscriber is not None:
            ask_to_move(subscriber, request.POST["new_email"], source="preferences")
    except BadAddressError as error:
        return str(error)
    return ""
