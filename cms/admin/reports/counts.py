"""How far the review of a report is, counted from a few columns of its passages: every answer carries it."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.models import CONTENT_MODELS, Passage, PassageKind, Report, Voice

ICONS = {
    "quote": "openquote",
    "testimony": "user",
    "learning": "glasses",
    "commitment": "tasks",
    "feedback": "comment",
    "resource": "folder-open-inverse",
    "nothing": "no-view",
}
# The filter that no single column answers: drafts that cannot be published yet.
LACKING = "lacking"


def icon_of(kind: str) -> str:
    return ICONS.get(kind, "doc-empty")


@dataclass(frozen=True)
class OutlineRow:
    """What is counted of one passage."""

    pk: int
    position: int
    path: tuple[str, ...]
    activity: str
    state: str
    kind: str
    has_draft: bool
    lacks: bool

    @property
    def is_pending(self) -> bool:
        return self.state == Passage.State.PENDING

    def matches(self, state: str, kind: str) -> bool:
        is_state = self.lacks if state == LACKING else state in ("", self.state)
        return is_state and kind in ("", self.kind)


@dataclass
class OutlineSection:
    """The passages under one title, and what waits there and below it."""

    key: str
    path: tuple[str, ...]
    rows: list[OutlineRow] = field(default_factory=list)
    waiting: int = 0
    to_accept: int = 0
    cards: list[Any] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def above(self) -> tuple[str, ...]:
        return self.path[:-1]

    @property
    def path_json(self) -> str:
        return json.dumps(self.path, ensure_ascii=False)


@dataclass
class Node:
    """A title in the outline, with how much below it is decided."""

    key: str
    title: str
    depth: int
    is_activity: bool = False
    total: int = 0
    waiting: int = 0
    to_accept: int = 0

    @property
    def decided(self) -> int:
        return self.total - self.waiting

    @property
    def is_done(self) -> bool:
        return not self.waiting


class PassageCounts:
    """Everything the review screen counts, from one query."""

    def __init__(self, report: Report) -> None:
        columns = ("pk", "position", "heading_path", "activity", "state", "kind", "item_id")
        of_item = ("item__voice", "item__contributor_id", "item__consent_id")
        found = report.passages.order_by("position", "part").values_list(*columns, *of_item)
        self.rows = [_row(values) for values in found]

    @cached_property
    def parts(self) -> Counter[int]:
        """Into how many parts each place of the report is cut."""
        return Counter(row.position for row in self.rows)

    @cached_property
    def nodes(self) -> dict[tuple[str, ...], Node]:
        """Every title with what is below it, by its path; the whole report under the empty one."""
        nodes: dict[tuple[str, ...], Node] = {}
        for row in self.rows:
            for depth in range(len(row.path) + 1):
                path = row.path[:depth]
                node = nodes.setdefault(path, Node(f"s{len(nodes)}", path[-1] if path else "", depth - 1))
                node.total += 1
                node.waiting += row.is_pending
                node.to_accept += row.is_pending and row.kind != PassageKind.NOTHING
                node.is_activity = node.is_activity or (bool(path) and node.title == row.activity)
        return nodes

    @property
    def outline(self) -> list[Node]:
        return [node for path, node in self.nodes.items() if path]

    @cached_property
    def sections(self) -> list[OutlineSection]:
        """The passages title by title, as they follow each other."""
        sections: list[OutlineSection] = []
        runs: Counter[tuple[str, ...]] = Counter()
        for row in self.rows:
            if not sections or sections[-1].path != row.path:
                node, again = self.nodes[row.path], runs[row.path]
                key = f"{node.key}-{again}" if again else node.key
                sections.append(OutlineSection(key, row.path, [], node.waiting, node.to_accept))
                runs[row.path] += 1
            sections[-1].rows.append(row)
        return sections

    @cached_property
    def joinable(self) -> set[int]:
        """The passages after which another stands under the same title."""
        return {row.pk for section in self.sections for row in section.rows[:-1]}

    @cached_property
    def progress(self) -> dict[str, Any]:
        total, pending = len(self.rows), sum(row.is_pending for row in self.rows)
        return {
            "total": total,
            "pending": pending,
            "decided": total - pending,
            "percent": round(100 * (total - pending) / total) if total else 100,
            "nothing": sum(row.is_pending and row.kind == PassageKind.NOTHING for row in self.rows),
            "drafts": sum(row.has_draft for row in self.rows),
            "lacking": sum(row.lacks for row in self.rows),
            "is_done": not pending,
        }

    @property
    def drafts_by_kind(self) -> list[dict[str, Any]]:
        """How many drafts of each kind there are, and the list they are in."""
        counts = Counter(row.kind for row in self.rows if row.has_draft)
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
        states = Counter(row.state for row in self.rows)
        found = [{"value": state.value, "label": state.label, "count": states[state.value]} for state in Passage.State]
        if self.progress["lacking"]:
            found.append({"value": LACKING, "label": _("Consent missing"), "count": self.progress["lacking"]})
        return found

    @property
    def kind_filters(self) -> list[dict[str, Any]]:
        kinds = Counter(row.kind for row in self.rows)
        return [
            {"value": kind.value, "label": kind.label, "count": kinds[kind.value], "icon": icon_of(kind.value)}
            for kind in PassageKind
            if kinds[kind.value]
        ]

    def next_waiting(self, after: int) -> int | None:
        """The key of the next passage to decide after that of key `after`, from the top again at the end."""
        keys = [row.pk for row in self.rows]
        start = keys.index(after) + 1 if after in keys else 0
        turned = [*self.rows[start:], *self.rows[:start]]
        return next((row.pk for row in turned if row.is_pending), None)


def _row(values: tuple[Any, ...]) -> OutlineRow:
    pk, position, path, activity, state, kind, item, voice, contributor, consent = values
    lacks = item is not None and voice == Voice.PERSON and not (contributor and consent)
    return OutlineRow(pk, position, tuple(path), activity, state, kind, item is not None, lacks)
