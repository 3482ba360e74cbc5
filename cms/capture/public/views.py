"""The form's page and what a phone sends. No account and no cookie: the link itself is the key."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.capture.errors import BusyError, CaptureError, LinkOverError, TooManyError
from cms.capture.links import find_link
from cms.capture.media_checks import LARGEST_ENTRY
from cms.capture.public import phrases
from cms.capture.public.form import CaptureForm
from cms.capture.public.steps import STEPS
from cms.capture.receive import receive, received
from cms.core import rate_limits
from cms.core.http.client_address import client_address
from cms.models import CaptureEntry, CaptureLink
from cms.public.pages.languages import override_interface_language, own_name
from media.refusals import RETRY_SECONDS

# A whole workshop sits behind one address.
ENTRIES_AN_HOUR_AND_ADDRESS = 100
WAIT_SECONDS = 900


class TooLargeError(CaptureError):
    reason, status = "too_large", 413


# A photo and a recording are looked at and listened to before they are sent.
@csp_update({"img-src": ["blob:"], "media-src": ["'self'", "blob:"]})  # type: ignore[arg-type]  # knows no arguments
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def capture_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the questions; POST takes one person's answers. Phones ask for JSON and keep what is refused."""
    link = find_link(token)
    if link is None:
        raise Http404
    wished = request.GET.get("lang", "")
    with override_interface_language(wished if wished in settings.READER_LANGUAGES else link.languages[0]) as language:
        response = _answer(request, link, language)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, link: CaptureLink, language: str) -> HttpResponse:
    if request.method != "POST":
        if not link.is_open(timezone.now()):
            return _page(request, "closed", link, language, 410)
        return _form_page(request, link, language, CaptureForm(link))
    form = None
    try:
        if _length_of(request) > LARGEST_ENTRY:
            raise TooLargeError
        form = CaptureForm(link, request.POST, request.FILES)
        entry = _received(request, link, form)
    except CaptureError as error:
        return _refused(request, link, language, form, error)
    if _asks_json(request):
        return JsonResponse({"state": "received", "reference": entry.reference}, status=201)
    return _page(request, "thanks", link, language, reference=entry.reference)


def _length_of(request: HttpRequest) -> int:
    """The number of bytes that the client announces; 0 where it announces none, or no number."""
    length = str(request.META.get("CONTENT_LENGTH", ""))
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0


def _received(request: HttpRequest, link: CaptureLink, form: CaptureForm) -> CaptureEntry:
    if not form.is_valid():
        if not link.is_open(timezone.now()):
            raise LinkOverError
        raise CaptureError
    entry = form.entry()
    if earlier := received(entry):
        return earlier
    if rate_limits.count_attempt(f"capture:{client_address(request)}", 3600).count > ENTRIES_AN_HOUR_AND_ADDRESS:
        raise TooManyError
    return receive(link, entry)


def _refused(
    request: HttpRequest, link: CaptureLink, language: str, form: CaptureForm | None, error: CaptureError
) -> HttpResponse:
    """The sentence that says why, and all that was written: nobody writes twice."""
    sentence = phrases.refusal(error.reason)
    if _asks_json(request):
        marked = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()} if form else {}
        response: HttpResponse = JsonResponse(
            {"state": error.reason, "text": sentence, "marked": marked}, status=error.status
        )
    elif isinstance(error, LinkOverError):
        response = _page(request, "closed", link, language, error.status, words=request.POST.get("words", ""))
    elif form is None:
        response = _form_page(request, link, language, CaptureForm(link), error.status, sentence)
    else:
        shown = form if error.reason != "other_words" else _with_new_key(link, request)
        response = _form_page(request, link, language, shown, error.status, sentence)
    if isinstance(error, TooManyError):
        response["Retry-After"] = str(WAIT_SECONDS)
    if isinstance(error, BusyError):
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _with_new_key(link: CaptureLink, request: HttpRequest) -> CaptureForm:
    typed = request.POST.copy()
    typed["key"] = str(CaptureForm(link).initial["key"])
    return CaptureForm(link, typed, request.FILES)


def _form_page(
    request: HttpRequest, link: CaptureLink, language: str, form: CaptureForm, status: int = 200, error: str = ""
) -> HttpResponse:
    steps = [(step, [form[name] for name in step.fields if name in form.fields]) for step in STEPS]
    return _page(request, "form", link, language, status, form=form, steps=steps, error=error)


def _page(
    request: HttpRequest, name: str, link: CaptureLink, language: str, status: int = 200, **context: Any
) -> HttpResponse:
    languages = [(code, own_name(code), code == language) for code in settings.READER_LANGUAGES]
    context |= {"link": link, "language": language, "languages": languages}
    return render(request, f"cms/capture/public/{name}.html", context, status=status)


def _asks_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the form again without a signal. Its address is what limits it to these pages."""
    path = finders.find("cms/capture/worker.js")
    if not isinstance(path, str):
        raise Http404
    with open(path, encoding="utf-8") as file:
        response = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
