"""Submit content forms as a browser does."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from cms.models import Content


def url(name: str, content: Content | None = None, model: Any = None) -> str:
    viewset = (model or type(content)).snippet_viewset
    return reverse(viewset.get_url_name(name), args=[content.pk] if content else [])


def seen(client: Any, content: Content) -> str:
    """What the edit page carries as the item it showed."""
    form = client.get(url("edit", content)).context["form"]
    return form["item_as_seen"].value()


def quote_form(client: Any, content: Content | None = None, **values: Any) -> dict[str, Any]:
    """What a browser sends for a quote, with `values` typed over what is there."""
    data: dict[str, Any] = {"text": "Aquí todas contamos.", "context": "", "voice": "person"}
    if content is not None:
        item = content.item
        data |= {
            "text": content.text,
            "voice": item.voice,
            "contributor": item.contributor_id or "",
            "consent": item.consent_id or "",
            "workshop": item.workshop_id or "",
            "item_as_seen": seen(client, content),
        }
        if item.is_sensitive:
            data["is_sensitive"] = "on"
    else:
        data["item_as_seen"] = json.dumps(
            {"voice": "person", "contributor": None, "consent": None, "workshop": None, "is_sensitive": False}
        )
    data |= values
    return {name: value for name, value in data.items() if value is not None}
