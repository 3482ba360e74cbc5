"""One call to a network that is asked over plain HTTP, without a library of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote

import requests
from django.conf import settings

from campaigns.networks.base import NetworkError, NotSentError, UnknownOutcomeError
from campaigns.networks.failures import UNREADABLE, failure_of, unreadable
from cms.core.http.outbound import Exchange, GuardedSession

USER_AGENT = "Cosecha"
SUCCESS = range(200, 300)

Result = TypeVar("Result")


def ask(
    method: str,
    url: str,
    read: Callable[[requests.Response], Result],
    *,
    judge: Callable[[Exchange], NetworkError] = failure_of,
    secrets: Iterable[str] = (),
    headers: dict[str, str] | None = None,
    **request: Any,
) -> Result:
    """What `read` makes of a 2xx answer; one that it cannot read is an unknown outcome.

    `judge` names the failure of any other. `secrets`, which may stand in the address, are taken out of what it tells;
    nor does it come from an error that holds the address.
    """
    secrets = tuple(filter(None, secrets))
    session = GuardedSession(settings.NETWORK_TIMEOUT, secrets)
    response = _answer(session, method, url, headers={"User-Agent": USER_AGENT, **(headers or {})}, **request)
    failure: NetworkError
    if response is None or response.status_code not in SUCCESS:
        failure = judge(session.last)
    else:
        try:
            return read(response)
        except UNREADABLE:
            failure = unreadable(response)
    for secret in secrets:
        for written in (secret, quote(secret, safe="")):
            failure.detail = failure.detail.replace(written, "…")
    raise failure


def _answer(session: GuardedSession, method: str, url: str, **request: Any) -> requests.Response | None:
    """None where nothing came back: the session knows why."""
    try:
        return session.request(method, url, **request)
    except (OSError, ValueError):
        return None


@contextmanager
def seen_by_nobody() -> Iterator[None]:
    """For what readers do not see yet: where the answer was lost, it may be done again freely."""
    try:
        yield
    except UnknownOutcomeError as error:
        raise NotSentError(detail=error.detail) from error
