"""An edition as the email that readers get: rendered once per language, merged per reader.

    render_edition(edition, language) -> Rendered(subject, html, text)
    freeze_renderings(edition) -> {language: Rendering row}
    edition_digest(edition) -> what an approval binds to
    current_rendering(edition, language) -> the row to show on the web

`html` and `text` hold the literal slots `{{unsubscribe_url}}`, `{{web_url}}`, `{{name}}`, `{{preferences_url}}` and
`{{subscribed_since}}` (a date as the reader writes it), which are filled for each reader on bytes; in HTML the values
must be escaped. `{{name}}` may be empty. A row with `redacted_at` holds no words any more and must not be sent.
"""

from newsletter.rendering.email import SLOTS, Rendered, render_edition
from newsletter.rendering.freezing import current_rendering, edition_digest, freeze_renderings
from newsletter.rendering.phrases import LANGUAGES, language_or

__all__ = [
    "LANGUAGES",
    "SLOTS",
    "Rendered",
    "current_rendering",
    "edition_digest",
    "freeze_renderings",
    "language_or",
    "render_edition",
]
