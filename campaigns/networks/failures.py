"""Which of the four failures a call over HTTP stands for: told by what came back, never by words."""

import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
import urllib3
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NetworkError, NotSentError, RefusedError, UnknownOutcomeError, WaitUntilError
from cms.core.http.outbound import Exchange, ForbiddenAddressError

# What reading an answer raises that is not as it should be: one of a hostile server may be nested without end.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    SuspiciousOperation,
    TypeError,
    ValueError,
)
LONGEST_WAIT = timedelta(days=1)
# The second is Mastodon's, the third X's.
WAIT_HEADERS = ("Retry-After", "X-RateLimit-Reset", "X-Rate-Limit-Reset", "RateLimit-Reset")
NEVER_CONNECTED = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
WRONG_CERTIFICATE = _("The server's certificate is not valid, so nothing was sent to it.")
NOT_PUBLIC = _("This address is not a public server.")


class NotThereError(RefusedError):
    """The network does not have, or not any more, what was asked about."""


def failure_of(last: Exchange) -> NetworkError:
    """The failure for a call that did not answer as it should: `last` says what came back, if anything did."""
    if last.response is not None:
        return _failure_of_answer(last.response)
    error = last.error
    if isinstance(error, ForbiddenAddressError):
        return RefusedError(NOT_PUBLIC, detail=repr(error))
    chain = list(_chain(error))
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in chain):
        return NotSentError(WRONG_CERTIFICATE, detail=repr(error))
    never_left = (requests.exceptions.ConnectTimeout, requests.exceptions.InvalidURL, *NEVER_CONNECTED)
    if any(isinstance(one, never_left) for one in chain):
        return NotSentError(detail=repr(error))
    return UnknownOutcomeError(detail=repr(error))


def _failure_of_answer(response: requests.Response) -> NetworkError:
    if response.ok:
        return unreadable(response)
    status, detail = response.status_code, f"{response.status_code} {response.text[:200]}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return WaitUntilError(wait_until(response.headers), detail=detail)
    if status == HTTPStatus.UNAUTHORIZED:
        sentence = _("The network no longer accepts this account.")
        return RefusedError(sentence, detail=detail, needs_reconnect=True)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.REQUEST_TIMEOUT:
        return RefusedError(words_of(response) or None, detail=detail)
    return UnknownOutcomeError(detail=detail)


def unreadable(response: requests.Response) -> UnknownOutcomeError:
    """It says yes, but not what was asked. What it says is not told: it may be a key."""
    return UnknownOutcomeError(detail=f"{response.status_code}, which could not be read")


def words_of(response: requests.Response) -> str:
    """The network's own explanation; empty where it gives none that can be read."""
    try:
        return str(response.json()["error"])[:300]
    except UNREADABLE:
        return ""


def wait_until(headers: requests.structures.CaseInsensitiveDict[str]) -> datetime:
    """When to come back, from `Retry-After` (RFC 9110 §10.2.3) or what servers call otherwise; else in a minute."""
    now = timezone.now()
    said = next((headers[name] for name in WAIT_HEADERS if headers.get(name)), "")
    named = _moment(said, now)
    return min(max(named, now + timedelta(seconds=1)), now + LONGEST_WAIT) if named else now + timedelta(minutes=1)


def _moment(said: str, now: datetime) -> datetime | None:
    """Seconds from now or since 1970, a date of HTTP or of ISO 8601."""
    if said.isascii() and said.isdigit() and len(said) < 12:
        seconds = int(said)
        return datetime.fromtimestamp(seconds, tz=now.tzinfo) if seconds > 10**9 else now + timedelta(seconds=seconds)
    try:
        found = parse_datetime(said) or parsedate_to_datetime(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _chain(error: object) -> Iterator[object]:
    """An error and those inside it: its reason, its arguments, and what it came from."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]
