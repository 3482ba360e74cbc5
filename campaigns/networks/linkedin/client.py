"""One call of LinkedIn's versioned API.

https://learn.microsoft.com/linkedin/marketing/versioning
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import TypeVar

import requests
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NetworkError, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.networks.calls import ask
from campaigns.networks.failures import UNREADABLE, NotThereError, failure_of, wait_until
from cms.core.http.outbound import Exchange

API = "https://api.linkedin.com"
# Year and month. A version is switched off about a year after it came out: choose a newer one before.
VERSION = "202610"

OLD_VERSION = _("LinkedIn no longer takes the version of its API that this Cosecha speaks. Update Cosecha.")
KEY_ENDED = _("The network no longer accepts this account.")
MAY_NOT = _("This key may not act for the Page. Connect it again as a person who administers the Page.")
DUPLICATE = "DUPLICATE_POST"
# Its limits are for a day.
USUAL_WAIT = timedelta(hours=1)

Result = TypeVar("Result")


def call(
    server: str,
    token: str,
    method: str,
    path: str,
    read: Callable[[requests.Response], Result],
    *,
    headers: dict[str, str] | None = None,
    **request: object,
) -> Result:
    """What `read` makes of an answer. Raises one of the four failures."""
    every = {
        "Authorization": f"Bearer {token}",
        "LinkedIn-Version": VERSION,
        "X-Restli-Protocol-Version": "2.0.0",
    }
    return ask(
        method,
        f"{server}/rest/{path}",
        read,
        judge=failure_of_call,
        secrets=(token,),
        headers={**every, **(headers or {})},
        **request,
    )


def failure_of_call(last: Exchange) -> NetworkError:
    """Of an answer that is not in LinkedIn's own form nobody knows whether it is LinkedIn's.

    https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling
    """
    if last.response is None:
        return failure_of(last)
    detail = f"{last.response.status_code} {last.response.text[:300]}"
    try:
        said = last.response.json()
        status, code, words = int(said["status"]), str(said.get("code") or ""), str(said["message"])[:300]
    except UNREADABLE:
        return UnknownOutcomeError(detail=detail)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        is_told = "Retry-After" in last.response.headers
        until = wait_until(last.response.headers) if is_told else timezone.now() + USUAL_WAIT
        return WaitUntilError(until, detail=detail)
    if status == HTTPStatus.UNAUTHORIZED:
        return RefusedError(KEY_ENDED, detail=detail, needs_reconnect=True)
    if status == HTTPStatus.FORBIDDEN:
        return RefusedError(MAY_NOT, detail=detail, needs_reconnect=True)
    if status == HTTPStatus.NOT_FOUND:
        return NotThereError(words, detail=detail)
    if status == HTTPStatus.UPGRADE_REQUIRED:
        return RefusedError(OLD_VERSION, detail=detail)
    # It was posted already: after a lost answer that means that it may be there.
    if code == DUPLICATE or not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnknownOutcomeError(detail=detail)
    return RefusedError(words, detail=detail)
