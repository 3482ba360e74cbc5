"""The review screen: a report's passages, and the form in which one is edited."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.reports.attribution import whose_context
from cms.admin.reports.counts import LACKING, icon_of
from cms.admin.reports.progress import reading_of
from cms.admin.reports.responses import check_permission
from cms.admin.reports.view_model import Sheet
from cms.core.http.row_keys import key_in
from cms.harvest.review.attribution import is_somebodys
from cms.harvest.review.drafts import DRAFTS
from cms.harvest.review.split_text import cut_points
from cms.harvest.topic_keys import TopicIndex
from cms.jobs.heartbeat import is_worker_alive
from cms.models import Learning, Passage, PassageKind, Report, model_for

MANY_TOPICS = 40


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """All of a report's passages with what they may become."""

    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        check_permission(request)
        self.report = get_object_or_404(Report.objects.select_related("workshop", "harvested_by"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [f"cms/admin/reports/{'review' if self.report.is_ready else 'reading'}.html"]

    def get_page_title(self) -> str:
        return self.report.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("report:index"), "label": _("Reports")},
            {"url": "", "label": self.report.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.report.is_ready:
            is_alive = is_worker_alive(timezone.now())
            reading = reading_of(self.report)
            return super().get_context_data(report=self.report, reading=reading, is_alive=is_alive, **kwargs)
        return super().get_context_data(**self.sheet_context(), **kwargs)

    def sheet_context(self) -> dict[str, Any]:
        query = self.request.GET
        state = query.get("state", "") if query.get("state", "") in (*Passage.State.values, LACKING) else ""
        kind = query.get("kind", "") if query.get("kind", "") in PassageKind.values else ""
        sheet = Sheet(self.report, state, kind)
        name, passage = self.opened()
        return {
            "sheet": sheet,
            "report": self.report,
            "opened": passage.pk if passage else None,
            "opened_template": f"cms/admin/reports/{name}.html",
            "form": PANELS[name](self.request, passage) if passage else None,
            "back": urlencode({"state": state, "kind": kind}) if state or kind else "",
            "kinds": [_offered(kind) for kind in PassageKind],
            "now": timezone.now().isoformat(),
        }

    def opened(self) -> tuple[str, Passage | None]:
        """The requested panel and its passage, for browsers without scripts."""
        for name in PANELS:
            key = self.request.GET.get(name, "")
            rows = self.report.passages.select_related(
                "report__workshop", "contributor", "consent", "item__contributor"
            )
            passage = rows.filter(pk=key_in(key) or 0).first() if key else None
            if passage and (passage.is_pending or (name == "whose" and passage.item)):
                return name, passage
        return "edit", None


def form_context(request: HttpRequest, passage: Passage) -> dict[str, Any]:
    """What the edit form of one passage offers."""
    index = TopicIndex()
    chosen = [index.by_slug[slug] for slug in passage.topics if slug in index.by_slug]
    others = [topic for topic in index.topics[:MANY_TOPICS] if topic.slug not in passage.topics]
    return {
        "passage": passage,
        "kinds": [_offered(kind) for kind in PassageKind],
        "types": Learning.Type.choices,
        "topics": [{"topic": topic, "is_chosen": topic in chosen} for topic in (*chosen, *others)],
        "new_topics": passage.new_topics,
    }


def _offered(kind: PassageKind) -> dict[str, Any]:
    """A kind to choose, and which fields of the form it asks for."""
    is_draft = kind.value in DRAFTS
    asks = {
        "type": kind == PassageKind.LEARNING,
        "title": is_draft and model_for(kind.value).headline_field == "title",
        "person": is_somebodys(kind.value),
        "topics": is_draft,
    }
    names = " ".join(name for name, is_asked in asks.items() if is_asked)
    return {"value": kind.value, "label": kind.label, "icon": icon_of(kind.value), "asks": names}


def split_context(request: HttpRequest, passage: Passage) -> dict[str, Any]:
    """The passage as it reads, word by word, with the places between them."""
    found = cut_points(passage.text)
    starts = [0, *(place.at for place in found)]
    ends = [*starts[1:], len(passage.text)]
    words = [passage.text[start:end] for start, end in zip(starts, ends, strict=True)]
    sentences = [number for number, place in enumerate(found) if place.ends_sentence] or list(range(len(found)))
    first = min(sentences, key=lambda number: abs(found[number].at - len(passage.text) / 2), default=0)
    return {
        "passage": passage,
        "words": [
            {
                "text": word,
                "at": found[number].at if number < len(found) else None,
                "ends_sentence": number < len(found) and found[number].ends_sentence,
                "is_first": number == first,
                "before": " ".join(words[max(0, number - 3) : number + 1]),
                "after": " ".join(words[number + 1 : number + 5]),
                "new_line": "\n" in word,
            }
            for number, word in enumerate(words)
        ],
    }


# What may be opened in the place of a passage's card: `?edit=`, `?split=` and `?whose=` with its key.
PANELS: dict[str, Callable[[HttpRequest, Passage], dict[str, Any]]] = {
    "edit": form_context,
    "split": split_context,
    "whose": whose_context,
}


@require_GET
def passage_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The edit form of one passage, for the script."""
    return _panel(request, pk, "edit")


@require_GET
def passage_split(request: HttpRequest, pk: int) -> HttpResponse:
    """The places at which one passage may be cut, for the script."""
    return _panel(request, pk, "split")


def _panel(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    check_permission(request)
    passage = get_object_or_404(Passage, pk=pk)
    context = PANELS[name](request, passage) | {"inline": True}
    return HttpResponse(render_to_string(f"cms/admin/reports/{name}.html", context, request))
