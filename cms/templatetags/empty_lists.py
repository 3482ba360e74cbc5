"""`{% empty_list %}`: the words of an empty list, or nothing where nobody wrote any."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cms.admin.chrome.empty_lists import EMPTY_LISTS

register = template.Library()


@register.simple_tag(takes_context=True)
def empty_list(context: dict[str, Any], label: str = "") -> SafeString | str:
    """For the list's own model, or for the one named by `label`; with its first step where the person may take it."""
    model = getattr(context.get("view"), "model", None)
    words = EMPTY_LISTS.get(label or (model._meta.label_lower if model else ""))
    if words is None:
        return ""
    url = context.get("add_url") or ""
    if words.leads_to:
        may = not words.permission or context["request"].user.has_perm(words.permission)
        url = reverse(words.leads_to) if may else ""
    return render_to_string("cms/admin/chrome/empty_list.html", {"words": words, "url": url})
