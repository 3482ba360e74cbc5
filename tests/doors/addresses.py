"""Every URL pattern that is mounted, and the doors that some stand for: one for each bulk action, for example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

BULK = "wagtail_bulk_action"
# Patterns that are tried on more than one row, because who may do it depends on whose it is.
TARGETS = {
    "wagtailusers_users:edit": ("colleague", "superuser", "self"),
    "wagtailusers_users:delete": ("colleague", "superuser", "self"),
    "wagtailadmin_collections:edit": ("photos", "evidence", "root"),
    "wagtailadmin_collections:delete": ("photos", "evidence", "root"),
    "wagtailadmin_collections:set_privacy": ("photos", "evidence", "root"),
}
BULK_TARGETS = {"users.user": ("colleague", "superuser")}


@dataclass(frozen=True)
class Door:
    """One view at one address. `key` names its row: the pattern's name, and what tells it apart from its namesakes."""

    key: str
    name: str
    route: str
    view: Any = field(compare=False)
    parameters: tuple[str, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    target: str = ""


def doors() -> list[Door]:
    """Every door. Those whose patterns share a name are told apart by their routes."""
    found = list(_walk(get_resolver(), "", ()))
    names = Counter(door.name for door in found)
    told_apart = [
        door if names[door.name] == 1 else replace(door, key=f"{door.name} {door.route.removeprefix('admin/')}")
        for door in found
    ]
    return [one for door in told_apart for one in _on_targets(door)]


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Door]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*namespaces, pattern.name or "unnamed"])
            yield Door(name, name, route, pattern.callback, tuple(pattern.pattern.regex.groupindex))


def _on_targets(door: Door) -> Iterator[Door]:
    for one in _bulk_actions(door) if door.name == BULK else [door]:
        fixed = dict(one.fixed)
        model = f"{fixed.get('app_label')}.{fixed.get('model_name')}"
        targets = BULK_TARGETS.get(model, ()) if door.name == BULK else TARGETS.get(door.name, ())
        yield from [replace(one, key=f"{one.key} ({target})", target=target) for target in targets] or [one]


def _bulk_actions(door: Door) -> Iterator[Door]:
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                fixed = (("app_label", app), ("model_name", model), ("action", action))
                yield replace(door, key=f"{door.name} {app}.{model} {action}", fixed=fixed)
