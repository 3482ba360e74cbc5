"""Text: what is compared and what is shown. What is kept is in `media.text`, which the models of all apps share."""

from cms.core.text.display import (
    collapse_spaces,
    has_breaks_or_controls,
    html_to_lines,
    link_addresses,
    make_one_line,
    paragraphs_to_html,
    plain_spaces,
    shorten_first_line,
    unify_line_breaks,
    wrap_lines,
)
from cms.core.text.skeleton import (
    Skeleton,
    fold_letters,
    fold_longest,
    fold_words,
    mapped_skeleton,
    skeleton,
    skeleton_by_looks,
)

__all__ = [
    "Skeleton",
    "collapse_spaces",
    "fold_letters",
    "fold_longest",
    "fold_words",
    "has_breaks_or_controls",
    "html_to_lines",
    "link_addresses",
    "make_one_line",
    "mapped_skeleton",
    "paragraphs_to_html",
    "plain_spaces",
    "shorten_first_line",
    "skeleton",
    "skeleton_by_looks",
    "unify_line_breaks",
    "wrap_lines",
]
