"""Red de prueba: the sandbox network as its readers would see it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from campaigns.admin.page_helpers import page, require
from campaigns.posts.linkify import linked
from campaigns.sandbox.models import SandboxPost

PER_PAGE = 20


@dataclass(frozen=True)
class TimelineLine:
    """A post as it stands in the timeline."""

    post: SandboxPost
    html: SafeString
    initials: str
    hue: int


class TimelineViewSet(ViewSet):
    icon = "mobile-alt"
    menu_label = gettext_lazy("Sandbox network")

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", timeline, name="index"),
            path("newest/", newest, name="newest"),
            path("<int:pk>/", single, name="post"),
            path("<int:pk>/image.png", image, name="image"),
        ]


def posts() -> QuerySet[SandboxPost]:
    has_image = Q(image__isnull=False)
    return SandboxPost.objects.select_related("account").defer("image").annotate(has_image=has_image)


def line(post: SandboxPost) -> TimelineLine:
    name = post.account.name
    initials = "".join(word[0] for word in name.split()[:2] if word[0].isalnum()).upper() or name[:1].upper()
    return TimelineLine(post, linked(post.text), initials, sum(map(ord, post.account.handle)) % 6)


def timeline(request: HttpRequest) -> HttpResponse:
    require(request, "campaigns.view_post")
    rows = [line(post) for post in posts()[:PER_PAGE]]
    return page(
        request,
        "campaigns/admin/timeline.html",
        _("Sandbox network"),
        [(reverse("campaigns:index"), _("Campaigns"))],
        "mobile-alt",
        lines=rows,
        newest_url=reverse("sandbox:newest"),
        signature=signature(),
    )


def signature() -> str:
    """Changes whenever a post appears or goes."""
    keys = list(SandboxPost.objects.values_list("pk", flat=True)[:PER_PAGE])
    return "-".join(map(str, keys)) or "0"


def newest(request: HttpRequest) -> HttpResponse:
    """The timeline's lines for a page that looks every few seconds: 204 when it has them already."""
    require(request, "campaigns.view_post")
    current = signature()
    if request.GET.get("has") == current:
        return HttpResponse(status=204)
    rows = [line(post) for post in posts()[:PER_PAGE]]
    html = render_to_string("campaigns/admin/timeline_lines.html", {"lines": rows}, request)
    return HttpResponse(html, headers={"X-Signature": current})


def single(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, "campaigns.view_post")
    post = get_object_or_404(posts(), pk=pk)
    return page(
        request,
        "campaigns/admin/timeline.html",
        str(post.account),
        [(reverse("sandbox:index"), _("Sandbox network"))],
        "mobile-alt",
        lines=[line(post)],
        newest_url="",
    )


def image(request: HttpRequest, pk: int) -> HttpResponse:
    require(request, "campaigns.view_post")
    post = get_object_or_404(SandboxPost.objects.exclude(image=None), pk=pk)
    response = HttpResponse(bytes(post.image or b""), content_type="image/png")
    patch_cache_control(response, private=True, max_age=3600)
    return response
