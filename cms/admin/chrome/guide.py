"""The staff's guide (docs/guia.md, docs/guide.md) as a page of the admin, in the language of whoever reads it."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import markdown
from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

FILES = {"es": "guia.md", "en": "guide.md"}
# The title stands in the header of the page, and the line below it leads to the other language.
HEAD = re.compile(r"\A# [^\n]*\n+(\*\[[^\n]*\n+)?")


@require_safe
def guide(request: HttpRequest) -> TemplateResponse:
    """The guide with its table of contents. `?language=` shows it in another language than the reader's."""
    asked = request.GET.get("language") or (get_language() or "")[:2]
    language = asked if asked in FILES else "es"
    article, contents = written(language)
    context = {
        "article": article,
        "contents": contents,
        "language": language,
        "other": "en" if language == "es" else "es",
        "page_title": gettext_lazy("Guide"),
        "header_title": gettext_lazy("Guide"),
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext_lazy("Home")},
            {"url": "", "label": gettext_lazy("Guide")},
        ],
    }
    return TemplateResponse(request, "cms/admin/chrome/guide.html", context)


@lru_cache(maxsize=4)
def written(language: str) -> tuple[SafeString, SafeString]:
    """The guide and its table of contents as HTML. The file is ours, and is read once in the life of a process."""
    text = (Path(settings.BASE_DIR) / "docs" / FILES[language]).read_text(encoding="utf-8")
    reader = markdown.Markdown(
        extensions=["tables", "sane_lists", "toc"], extension_configs={"toc": {"toc_depth": 2}}, tab_length=2
    )
    article = reader.convert(HEAD.sub("", text))
    return mark_safe(article), mark_safe(reader.toc)  # type: ignore[attr-defined]  # set by its extension


@hooks.register("register_admin_urls")
def guide_url() -> list[Any]:
    return [path("guide/", guide, name="staff_guide")]


@hooks.register("register_help_menu_item")
def guide_entry() -> MenuItem:
    return MenuItem(gettext_lazy("Guide"), reverse("staff_guide"), name="staff-guide", icon_name="help", order=10)
