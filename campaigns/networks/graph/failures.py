"""Which failure an answer of the Graph API stands for: told by the number in it, not by its status, often 400.

https://developers.facebook.com/docs/graph-api/guides/error-handling/
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes/
"""

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import requests
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NetworkError, NotSentError, RefusedError, UnknownOutcomeError, WaitUntilError
from campaigns.networks.failures import LONGEST_WAIT, UNREADABLE, NotThereError, failure_of
from cms.core.http.outbound import Exchange

USUAL_WAIT, DAY = timedelta(hours=1), timedelta(days=1)
# The key is no longer valid, or never was.
KEYS = {102, 190}
PERMISSIONS = {3, 10, *range(200, 300)}
RATES = {4, 17, 32, 341, 613, *range(80000, 80015)}
# Its own trouble; and "the same was posted already", which may mean that an answer was lost.
DOUBTS = {-1, 1, 2, 506}
# (code, subcode) of what does not exist, or cannot be seen with this key.
NOT_THERE = {(100, 33), (803, 0)}
BLOCKED = 368
# Instagram takes it for spam, under the number of a rate.
SPAM = (4, 2207051)
DAILY_POSTS = (9, 2207042)
# Instagram: it could not fetch the picture in time; a container that is not ready, or not ready any more.
PASSING = {(-2, 2207003), (-2, 2207020), (9007, 2207027), (24, 2207008)}
# Instagram: nothing was found at the picture's address.
NOT_FETCHED = 9004

KEY_ENDED = _("The network no longer accepts this account.")
IS_BLOCKED = _("The network has blocked this account for now. Sign in there to see why.")
CANNOT_FETCH = _("The network could not fetch the card from this installation's address.")


class NoPermissionError(RefusedError):
    """The key is valid, but was not given the right to do this."""

    sentence = _("The key of this account may not do this. Connect it again, and allow all that is asked for.")


def failure_of_call(last: Exchange) -> NetworkError:
    """Of an answer without such a number nobody knows whether the network itself gave it."""
    if last.response is None:
        return failure_of(last)
    detail = f"{last.response.status_code} {last.response.text[:300]}"
    try:
        said = last.response.json()["error"]
        code, subcode = int(said["code"]), int(said.get("error_subcode") or 0)
        words = str(said.get("error_user_msg") or said.get("message") or "")[:300]
    except UNREADABLE:
        return UnknownOutcomeError(detail=detail)
    return _judged(code, subcode, words, detail, last.response) or _of_status(said, words, detail, last.response)


def _judged(code: int, subcode: int, words: str, detail: str, response: requests.Response) -> NetworkError | None:
    """The failure that a number stands for; None for a number that says no more than its status."""
    if code in KEYS:
        return RefusedError(KEY_ENDED, detail=detail, needs_reconnect=True)
    if code in PERMISSIONS:
        return NoPermissionError(detail=detail, needs_reconnect=True)
    if code == BLOCKED or (code, subcode) == SPAM:
        return RefusedError(IS_BLOCKED, detail=detail)
    if code in RATES:
        return WaitUntilError(until(response), detail=detail)
    if (code, subcode) == DAILY_POSTS:
        return WaitUntilError(timezone.now() + DAY, detail=detail)
    if (code, subcode) in NOT_THERE:
        return NotThereError(words or None, detail=detail)
    if (code, subcode) in PASSING:
        return NotSentError(detail=detail)
    if code == NOT_FETCHED:
        return NotSentError(CANNOT_FETCH, detail=detail)
    return UnknownOutcomeError(detail=detail) if code in DOUBTS else None


def _of_status(said: dict[str, Any], words: str, detail: str, response: requests.Response) -> NetworkError:
    if said.get("is_transient") or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnknownOutcomeError(detail=detail)
    return RefusedError(words or None, detail=detail)


def until(response: requests.Response) -> datetime:
    """When to come back: as the header says, or in an hour.

    https://developers.facebook.com/docs/graph-api/overview/rate-limiting/#headers-2
    """
    try:
        used = json.loads(response.headers["X-Business-Use-Case-Usage"])
        minutes = max(int(one["estimated_time_to_regain_access"]) for rows in used.values() for one in rows)
    except UNREADABLE:
        minutes = 0
    return timezone.now() + (min(timedelta(minutes=minutes), LONGEST_WAIT) if minutes > 0 else USUAL_WAIT)
