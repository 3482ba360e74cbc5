"""The first page, and the list of each kind with its topics."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.core.http.storable_input import read_query
from cms.models import Topic, model_for
from cms.public.lists.list_entries import entries_of, topic_links
from cms.public.lists.queries import cleared_contents, one_each
from cms.public.lists.sections import FIRST_PAGE, Section, section_at, section_of
from cms.public.pages.http_cache import public
from cms.public.pages.languages import override_interface_language, wished_language
from cms.public.pages.page_context import Alternate, alternates, list_url, sections

PER_PAGE = 12
# Further back than anybody leafs; the addresses of what stands there are in the site's map.
LAST_PAGE = 5000


@dataclass(frozen=True)
class ListPage:
    """One page of a list, and whether older things follow."""

    number: int
    contents: list[Any]
    has_older: bool


@public
def root(request: HttpRequest) -> HttpResponse:
    """Leads to the first page in the language that the browser asks for."""
    response = redirect("home", wished_language(request))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public
def home(request: HttpRequest, language: str) -> HttpResponse:
    """What this is, and the newest of each kind."""
    with override_interface_language(language) as spoken:
        now = timezone.now()
        strips = [_strip(section_of(kind), language, now) for kind in FIRST_PAGE]
        context = {
            "strips": [strip for strip in strips if strip["entries"]],
            "home_url": f"/{spoken}/",
            "sections": sections(language),
            "alternates": alternates("home", language),
        }
        return render(request, "cms/public/home.html", context)


def _strip(section: Section, language: str, now: datetime) -> dict[str, Any]:
    """The newest of a kind, and where the others are."""
    newest = one_each(cleared_contents(model_for(section.kind), now), language)[: section.on_first_page]
    return {
        "kind": section.kind.value,
        "name": section.all,
        "url": list_url(language, section.kind),
        "entries": entries_of(newest, language),
    }


@public
def listing(request: HttpRequest, language: str, segment: str) -> HttpResponse:
    """All of a kind, newest first; `tema` narrows it to a topic, `pagina` turns the page."""
    section = section_at(segment)
    if section is None:
        raise Http404
    kind, asked = section.kind, read_query(request, "tema", "pagina")
    with override_interface_language(language) as spoken:
        contents = one_each(cleared_contents(model_for(kind), timezone.now()), language)
        topics = list(Topic.objects.filter(Exists(contents.filter(topics=OuterRef("pk")))))
        topic = _chosen(topics, asked.get("tema", ""))
        page = _page(contents.filter(topics=topic) if topic else contents, asked.get("pagina", "1"))
        context = {
            "title": section.all,
            "introduction": section.introduction,
            "kind": kind,
            "entries": entries_of(page.contents, language),
            "topics": topic_links(topics, kind, language, topic.slug if topic else ""),
            "topic": topic.name_in(language) if topic else "",
            "all_url": list_url(language, kind),
            "page_label": _("Page %(number)d") % {"number": page.number},
            "newer_url": _page_url(language, kind, topic, page.number - 1) if page.number > 1 else "",
            "older_url": _page_url(language, kind, topic, page.number + 1) if page.has_older else "",
            "home_url": f"/{spoken}/",
            "sections": sections(language, kind),
            "alternates": _alternates(language, segment, topic),
        }
        return render(request, "cms/public/list.html", context)


def _page(contents: "QuerySet[Any]", asked: str) -> ListPage:
    """The page of the number that was asked for. The total is not counted: that would check the gate for each."""
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 4 and 0 < int(asked) <= LAST_PAGE):
        raise Http404
    number = int(asked)
    first = (number - 1) * PER_PAGE
    found = list(contents[first : first + PER_PAGE + 1])
    if not found and number > 1:
        raise Http404
    return ListPage(number, found[:PER_PAGE], has_older=len(found) > PER_PAGE)


def _chosen(topics: list[Topic], slug: str) -> Topic | None:
    """The topic called `slug` among those that have something to read."""
    if not slug:
        return None
    topic = next((topic for topic in topics if topic.slug == slug), None)
    if topic is None:
        raise Http404
    return topic


def _page_url(language: str, kind: str, topic: Topic | None, number: int) -> str:
    query: dict[str, Any] = {"tema": topic.slug} if topic else {}
    if number > 1:
        query["pagina"] = number
    return list_url(language, kind) + (f"?{urlencode(query)}" if query else "")


def _alternates(language: str, segment: str, topic: Topic | None) -> list[Alternate]:
    query = f"?tema={topic.slug}" if topic else ""
    return [
        Alternate(one.language, one.name, one.url + query, one.is_current)
        for one in alternates("list", language, segment)
    ]
