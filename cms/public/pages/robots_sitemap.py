"""What search engines ask for: robots.txt, and maps of what can be read.

`/sitemap.xml` lists the parts. Each has the addresses of one kind whose rows have keys in one stretch, so that a part
stays what it is while others grow. https://www.sitemaps.org/protocol.html
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from cms.core.absolute_urls import link_to
from cms.models import CONTENT_MODELS, model_for
from cms.public.items.item_urls import address_of_parts
from cms.public.lists.queries import cleared_contents
from cms.public.lists.sections import section_at, section_of
from cms.public.pages.http_cache import public
from cms.public.pages.kept_answers import kept

# The protocol allows 50,000 addresses and 50 MB.
ADDRESSES_A_PART = 5_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the team's pages and the API are of no use in a search."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/", "Allow: /"]
    lines.append(f"Sitemap: {link_to('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@kept()
@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts that have something to read, each with when it last changed."""
    now = timezone.now()
    entries = [
        (link_to("sitemap_part", section_of(model.kind).segment, part), changed_at)
        for model in CONTENT_MODELS
        for part, changed_at in _parts(model, now)
    ]
    return _xml("sitemapindex", "sitemap", entries)


@kept()
@public
def sitemap_part(request: HttpRequest, segment: str, part: int) -> HttpResponse:
    """Every `Content` of a part that is cleared, with when it was last published."""
    section = section_at(segment)
    first = part * ADDRESSES_A_PART
    if section is None or first > 2**53:
        raise Http404
    rows = _changes(model_for(section.kind), timezone.now()).filter(pk__gte=first, pk__lt=first + ADDRESSES_A_PART)
    found = rows.order_by("pk").values_list("locale__language_code", "item__slug", "item__pk", "changed_at")
    entries = [
        (address_of_parts(language, section.kind, slug, item), changed_at) for language, slug, item, changed_at in found
    ]
    if not entries:
        raise Http404
    return _xml("urlset", "url", entries)


def _changes(model: Any, now: datetime) -> "QuerySet[Any]":
    """The cleared rows of a model with nothing around them but when each changed."""
    rows = cleared_contents(model, now).select_related(None).prefetch_related(None)
    return rows.annotate(changed_at=Coalesce("last_published_at", "first_published_at")).order_by()


def _parts(model: Any, now: datetime) -> Iterator[tuple[int, datetime]]:
    """The numbers of the parts of a model that are not empty, and the latest change in each."""
    rows = _changes(model, now).annotate(part=F("pk") / ADDRESSES_A_PART)
    yield from rows.values("part").annotate(latest=Max("changed_at")).order_by("part").values_list("part", "latest")


def _xml(root: str, element: str, entries: list[tuple[str, datetime]]) -> HttpResponse:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    lines += [
        f"<{element}><loc>{escape(address)}</loc><lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod></{element}>"
        for address, changed_at in entries
    ]
    return HttpResponse("\n".join([*lines, f"</{root}>\n"]), content_type="application/xml")
