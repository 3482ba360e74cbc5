"""Rich text as others may read it: safe HTML with absolute links, and Markdown."""

from functools import cache, lru_cache
from typing import Any

import nh3
from django.conf import settings
from wagtail.admin.rich_text.converters.markdown_db import MarkdownConverter
from wagtail.rich_text import expand_db_html

TAGS = {"p", "br", "h3", "h4", "strong", "b", "em", "i", "ul", "ol", "li", "blockquote", "a", "hr"}
SCHEMES = {"http", "https", "mailto"}


def html_of(rich_text: str) -> str:
    """Safe HTML: nothing but the tags that the editor offers, links absolute."""
    return nh3.clean(
        expand_db_html(rich_text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        url_relative=("rewrite_with_base", settings.BASE_URL + "/"),
        link_rel="noopener",
    )


@lru_cache(maxsize=2000)
def markdown_of(html: str) -> str:
    """What `html_of` answered, as Markdown; the same HTML is always the same Markdown, so the latest are kept."""
    return str(_converter().from_database_format(html, resolved=True)).strip()


@cache
def _converter() -> Any:
    return MarkdownConverter(["h3", "h4", "bold", "italic", "ul", "ol", "link", "blockquote", "hr"])
