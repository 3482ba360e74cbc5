"""Markdown that staff type, read once: as safe HTML, with what cannot be shown. Plain text is written from that HTML.

read_markdown(source) -> MarkdownReading(html, refusals)
text_of_html(html) -> str, for any HTML that was sanitised
"""

from newsletter.markdown.plain_text import text_of_html
from newsletter.markdown.read import MarkdownReading, read_markdown
from newsletter.markdown.refusals import MarkdownRefusal

__all__ = ["MarkdownReading", "MarkdownRefusal", "read_markdown", "text_of_html"]
