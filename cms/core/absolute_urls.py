"""Links that work outside this site: in emails, posts, cards and the API."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def link_to(view: str, *args: Any) -> str:
    """The whole address of one of our pages, by the name of its view."""
    return absolute(reverse(view, args=args))


def absolute(url: str) -> str:
    """`url` with this site in front, unless it already says where it is."""
    return url if url.startswith(("http://", "https://")) else settings.BASE_URL + url
