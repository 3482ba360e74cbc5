"""A report prepared for its review screen: sections with their cards, the outline beside them, how far it is."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property

from cms.harvest.drafts import DRAFTS
from cms.harvest.reasons import sentence, why_left_out
from cms.models import CONTENT_MODELS, Learning, Passage, PassageKind, Report

ICONS = {
    "quote": "openquote",
    "testimony": "user",
    "learning": "glasses",
    "commitment": "tasks",
    "feedback": "comment",
    "resource": "folder-open-inverse",
    "nothing": "no-view",
}


@dataclass
class Card:
    """One passage on the screen."""

    passage: Passage
    draft_url: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.passage.kind]

    @property
    def label(self) -> str:
        if self.passage.kind == PassageKind.LEARNING and self.passage.type:
            return str(Learning.Type(self.passage.type).label)
        return str(PassageKind(self.passage.kind).label)

    @property
    def reason(self) -> str:
        return "" if self.passage.is_edited else sentence(self.passage.reason, self.passage.reason_about)

    @property
    def becomes_draft(self) -> bool:
        return self.passage.kind in DRAFTS

    @property
    def is_nothing(self) -> bool:
        return self.passage.kind == PassageKind.NOTHING

    @property
    def is_somebodys_words(self) -> bool:
        return self.passage.kind == PassageKind.QUOTE

    @property
    def shows_original(self) -> bool:
        """Whether what the draft will say differs from how the passage reads, beyond the quotation marks taken off."""
        return self.passage.wording.strip() not in self.passage.text


@dataclass
class Section:
    """The passages under one title."""

    key: str
    path: tuple[str, ...]
    cards: list[Card] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def above(self) -> tuple[str, ...]:
        return self.path[:-1]

    @property
    def path_json(self) -> str:
        return json.dumps(self.path, ensure_ascii=False)

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.passage.is_pending]

    @property
    def to_accept(self) -> int:
        return sum(not card.is_nothing for card in self.waiting)


@dataclass
class Node:
    """A title in the outline, with how much below it is decided."""

    key: str
    title: str
    depth: int
    is_activity: bool = False
    total: int = 0
    decided: int = 0

    @property
    def is_done(self) -> bool:
        return self.total == self.decided


class Sheet:
    """Everything the review screen shows of a report, from a fixed number of queries."""

    def __init__(self, report: Report, state: str = "", kind: str = "") -> None:
        self.report, self.state, self.kind = report, state, kind
        self.passages = list(report.passages.select_related("item", "decided_by").order_by("position"))
        self.keys: dict[tuple[str, ...], str] = {}
        for passage in self.passages:
            path = tuple(passage.heading_path)
            for depth in range(len(path) + 1):
                self.keys.setdefault(path[:depth], f"s{len(self.keys)}")

    @cached_property
    def draft_urls(self) -> dict[Any, str]:
        """Where each accepted passage's draft is edited, by translation key."""
        keys = [passage.item.translation_key for passage in self.passages if passage.item]
        urls: dict[Any, str] = {}
        for model in CONTENT_MODELS if keys else ():
            rows = model.objects.filter(translation_key__in=keys).order_by("-pk").values_list("translation_key", "pk")
            name = model.snippet_viewset.get_url_name("edit")
            urls |= {key: reverse(name, args=[quote(pk)]) for key, pk in rows}
        return urls

    def card(self, passage: Passage) -> Card:
        return Card(passage, self.draft_urls.get(passage.item.translation_key, "") if passage.item else "")

    def cards(self, keys: Iterable[int]) -> list[Card]:
        wanted = set(keys)
        return [self.card(passage) for passage in self.passages if passage.pk in wanted]

    @property
    def sections(self) -> list[Section]:
        """The sections with what the filter leaves of them."""
        sections: list[Section] = []
        for passage in self.passages:
            if (self.state and passage.state != self.state) or (self.kind and passage.kind != self.kind):
                continue
            path = tuple(passage.heading_path)
            if not sections or sections[-1].path != path:
                sections.append(Section(self.keys[path], path))
            sections[-1].cards.append(self.card(passage))
        return sections

    @property
    def outline(self) -> list[Node]:
        nodes = {path: Node(key, path[-1], len(path) - 1) for path, key in self.keys.items() if path}
        for passage in self.passages:
            path = tuple(passage.heading_path)
            for depth in range(1, len(path) + 1):
                node = nodes[path[:depth]]
                node.total += 1
                node.decided += not passage.is_pending
                node.is_activity = node.is_activity or node.title == passage.activity
        return list(nodes.values())

    @property
    def progress(self) -> dict[str, Any]:
        states = Counter(passage.state for passage in self.passages)
        total, pending = len(self.passages), states[Passage.State.PENDING]
        return {
            "total": total,
            "pending": pending,
            "decided": total - pending,
            "percent": round(100 * (total - pending) / total) if total else 100,
            "nothing": sum(passage.is_pending and passage.kind == PassageKind.NOTHING for passage in self.passages),
            "drafts": sum(passage.item_id is not None for passage in self.passages),
            "is_done": not pending,
        }

    @property
    def drafts_by_kind(self) -> list[dict[str, Any]]:
        """How many drafts of each kind there are, and the list they are in."""
        counts = Counter(passage.kind for passage in self.passages if passage.item_id)
        return [
            {
                "count": counts[model.kind],
                "label": model._meta.verbose_name if counts[model.kind] == 1 else model._meta.verbose_name_plural,
                "url": reverse(model.snippet_viewset.get_url_name("list")),
            }
            for model in CONTENT_MODELS
            if counts[model.kind]
        ]

    @property
    def state_filters(self) -> list[dict[str, Any]]:
        states = Counter(passage.state for passage in self.passages)
        return [{"value": s.value, "label": s.label, "count": states[s.value]} for s in Passage.State]

    @property
    def kind_filters(self) -> list[dict[str, Any]]:
        kinds = Counter(passage.kind for passage in self.passages)
        rows = [{"value": k.value, "label": k.label, "count": kinds[k.value]} for k in PassageKind]
        return [row | {"icon": ICONS[str(row["value"])]} for row in rows if row["count"]]

    @property
    def left_out(self) -> list[dict[str, str]]:
        return [{"text": line["text"], "reason": why_left_out(line["reason"])} for line in self.report.left_out]

    def next_waiting(self, after: int) -> Passage | None:
        """The next passage to decide after position `after`, from the top again at the end."""
        waiting: Sequence[Passage] = [passage for passage in self.passages if passage.is_pending]
        return next((passage for passage in waiting if passage.position > after), None) or next(iter(waiting), None)
