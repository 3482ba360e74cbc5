"""Staff's Markdown as safe HTML for an email, and as plain text."""

import re

import markdown
import nh3

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote"}


def html_of(source: str) -> str:
    """`source` as HTML. There is one h1 in an edition and it is not here: headings begin at the second level."""
    rendered = markdown.markdown(source, extensions=["sane_lists"])
    rendered = re.sub(r"<(/?)h1>", r"<\1h2>", rendered)
    rendered = re.sub(r"<(/?)h[4-6]>", r"<\1h3>", rendered)
    return nh3.clean(rendered, tags=TAGS, attributes={"a": {"href", "title"}}, url_schemes={"http", "https", "mailto"})


def text_of(source: str) -> str:
    """`source` as somebody would type it: links as “words (address)”, no asterisks."""
    text = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r"\1 (\2)", source)
    text = re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<!\w)[*_](\S(?:.*?\S)?)[*_](?!\w)", r"\1", text)
    return re.sub(r"(?m)^#{1,6}\s+", "", text).strip()
