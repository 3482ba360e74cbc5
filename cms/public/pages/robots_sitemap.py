"""What search engines ask for: robots.txt, and a map of what can be read."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from cms.core.absolute_urls import link_to
from cms.models import CONTENT_MODELS
from cms.public.items.item_urls import address_of
from cms.public.lists.queries import cleared_contents
from cms.public.pages.http_cache import public

# The limit of one map. https://www.sitemaps.org/protocol.html
LARGEST = 50_000


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the team's pages and the API are of no use in a search."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/", "Allow: /"]
    lines.append(f"Sitemap: {link_to('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every `Content` that is cleared, with when it was last published."""
    now = timezone.now()
    entries = [
        (address_of(content), content.last_published_at or content.first_published_at)
        for model in CONTENT_MODELS
        for content in cleared_contents(model, now).prefetch_related(None)[:LARGEST]
    ]
    return HttpResponse(
        render_to_string("cms/public/sitemap.xml", {"entries": entries[:LARGEST]}), content_type="application/xml"
    )
