"""An edition as the email that readers get: rendered once per language, merged per reader.

    render_edition(edition, language) -> Rendered(subject, html, text, words)
    render_words(words, language) -> the same, from words that were kept

`html` and `text` hold the merge tags of `newsletter.blocks.merge_tags`, which are filled for each reader on bytes:
`unsubscribe_url`, `web_url`, `preferences_url`, `name`, which may be empty, and `subscribed_since`, a date in the
reader's format.
"""

from newsletter.rendering.email import Rendered, render_edition, render_words
from newsletter.rendering.languages import language_or

__all__ = [
    "Rendered",
    "language_or",
    "render_edition",
    "render_words",
]
