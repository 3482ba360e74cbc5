"""What stands at the head and the foot of each printed page: https://www.w3.org/TR/css-page-3/#margin-boxes"""

from string import Formatter

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def page_style(left: str, right: str) -> SafeString:
    """CSS that prints `left` and `right` above each page and its number below."""
    boxes = {"top-left": css_string(left), "top-right": css_string(right), "bottom-right": page_number()}
    rules = " ".join(f"@{box} {{ content: {content}; }}" for box, content in boxes.items())
    return mark_safe(f"@page {{ {rules} }}")  # css_string leaves no character that HTML or CSS reads


def page_number() -> str:
    """The words around the number of the page as CSS strings, with its counters between them."""
    pieces = []
    for words, counter, *_rest in Formatter().parse(_("Page {page} of {pages}")):
        pieces += [css_string(words), f"counter({counter})" if counter else ""]
    return " ".join(pieces)


def css_string(text: str) -> str:
    """`text` as a CSS string in which each character but letters and digits is an escape."""
    return '"' + "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in text) + '"'
