"""Looking as somebody from outside would: by HTTP, with an answer that is understood or complained about."""

import httpx

from cms.core.errors import CosechaError
from cms.drill.search_words import has_any

GONE = (httpx.codes.NOT_FOUND, httpx.codes.GONE)


class CannotTellError(CosechaError):
    """An answer that says neither that the words are there nor that they are gone."""


def page_has_words(address: str) -> bool:
    """Whether the page at `address` shows any of the drill's words. Raises CannotTellError."""
    answer = _ask(address)
    return answer.is_success and has_any(answer.text)


def answers(address: str) -> bool:
    """Whether there is anything at `address`: for pictures. Raises CannotTellError."""
    return _ask(address).is_success


def _ask(address: str) -> httpx.Response:
    with httpx.Client(trust_env=False, timeout=20, follow_redirects=True) as client:
        answer = client.get(address)
    if not answer.is_success and answer.status_code not in GONE:
        raise CannotTellError(detail=f"{address}: {answer.status_code}")
    return answer
