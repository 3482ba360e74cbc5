"""The sandbox network's API: post, look up, remove. It never guesses that two requests are one, as most networks."""

import math
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from PIL import Image, UnidentifiedImageError

from campaigns.networks.sandbox import ALT_CHARACTERS, LIMITS
from campaigns.sandbox.models import SandboxAccount, SandboxPost
from cms.core.absolute_urls import link_to
from cms.core.http.storable_input import is_plain_line, is_storable

MAX_IMAGE_BYTES = 5 * 1024 * 1024

View = Callable[..., HttpResponse]


def with_account(view: View) -> View:
    """Answer 401 unless the request carries an account's token."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        is_known = token and is_plain_line(token)
        account = SandboxAccount.objects.filter(token=token, is_open=True).first() if is_known else None
        if account is None:
            return refusal(_("This account is not known."), 401)
        if not all(is_storable(text) for texts in request.POST.lists() for text in (texts[0], *texts[1])):
            return refusal(_("The text holds a character that cannot be stored."), 422)
        return view(request, account, *args, **kwargs)

    return checked


@with_account
def posts(request: HttpRequest, account: SandboxAccount) -> HttpResponse:
    if request.method == "GET":
        found = account.posts.filter(client_key=request.GET.get("key", "")).defer("image")
        return JsonResponse({"posts": [as_json(post) for post in found]})
    if request.method != "POST":
        return refusal(_("This cannot be done here."), 405)
    text = request.POST.get("text", "").strip()
    size = LIMITS.text.size(text)
    if not size.fits:
        return refusal(_("A post has between 1 and {limit} characters.").format(limit=size.most), 422)
    sent = request.FILES.get("image")
    image = sent.read() if isinstance(sent, UploadedFile) else None
    if image is not None and not is_picture(image):
        return refusal(_("The image cannot be read, or it is larger than 5 MB."), 422)
    post = SandboxPost.objects.create(
        account=account,
        text=text,
        language=request.POST.get("language", "")[:5],
        content_warning=request.POST.get("content_warning", "")[:160],
        client_key=request.POST.get("key", "")[:64],
        image=image,
        alt_text=request.POST.get("alt_text", "")[:ALT_CHARACTERS],
    )
    return JsonResponse(as_json(post), status=201)


@with_account
def post(request: HttpRequest, account: SandboxAccount, pk: int) -> HttpResponse:
    if request.method == "GET":
        found = account.posts.filter(pk=pk).defer("image").first()
        return JsonResponse(as_json(found)) if found else refusal(_("There is no such post."), 404)
    if request.method != "DELETE":
        return refusal(_("This cannot be done here."), 405)
    deleted, _rows = account.posts.filter(pk=pk).delete()
    if not deleted:
        return refusal(_("There is no such post."), 404)
    return HttpResponse(status=204)


@with_account
def reactions(request: HttpRequest, account: SandboxAccount, pk: int) -> HttpResponse:
    """What readers would have made of it: numbers made up from its age, so that they grow."""
    found = account.posts.filter(pk=pk).defer("image").first()
    if found is None:
        return refusal(_("There is no such post."), 404)
    hours = (timezone.now() - found.created_at) / timedelta(hours=1)
    readers = round((20 + pk % 30) * math.log2(2 + hours))
    made_up = {"views": readers * 9, "likes": readers, "shares": readers // 4, "replies": readers // 9}
    return JsonResponse({"reactions": made_up})


def as_json(post: SandboxPost) -> dict[str, Any]:
    url = link_to("sandbox:post", post.pk)
    return {"id": post.pk, "url": url, "text": post.text, "created_at": post.created_at.isoformat()}


def is_picture(content: bytes) -> bool:
    if len(content) > MAX_IMAGE_BYTES:
        return False
    try:
        # Of these two only the head is read here: others are unpacked as soon as they are opened.
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return False
    return True


def refusal(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


urlpatterns = [
    path("posts", posts, name="sandbox_posts"),
    path("posts/<int:pk>", post, name="sandbox_post"),
    path("posts/<int:pk>/reactions", reactions, name="sandbox_reactions"),
]
