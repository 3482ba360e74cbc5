"""atproto's client over guarded calls: each error is one of the four failures."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from atproto import Client, Request
from atproto.exceptions import AtProtocolError, RequestErrorBase
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NetworkError, RefusedError
from campaigns.networks.failures import UNREADABLE, failure_of
from cms.core.http.httpx_transport import GuardedTransport
from cms.core.http.outbound import Exchange, GuardedSession

# Errors, answered with 400 or 403, after which only the person can help.
# https://github.com/bluesky-social/atproto packages/pds/src/auth-verifier.ts
NOT_SIGNED_IN = {"ExpiredToken", "InvalidToken", "AccountTakedown", "AccountDeactivated"}
NOT_ACCEPTED = _("The network no longer accepts this account.")


@contextmanager
def calling(server: str) -> Iterator[Client]:
    """A client of `server`, and after it has signed in, of the account's own. Errors become failures of the network."""
    session = GuardedSession(settings.NETWORK_TIMEOUT)
    client = Client(server, request=Request(transport=GuardedTransport(session), trust_env=False))
    try:
        yield client
    # What an answer lacks is an error of the library, or of what reads its answer.
    except (AtProtocolError, httpx.HTTPError, *UNREADABLE) as error:
        # Not from the error: what the library says of an answer may hold its keys.
        raise failure(session.last, error_code(error)) from None


def write(client: Client, method: str, body: dict[str, Any]) -> dict[str, Any]:
    """Call a procedure with exactly this body: the library's own methods would add to the records in it, and a record
    of other bytes has another content identifier."""
    return send(client, method, json.dumps(body).encode(), "application/json")


def send(client: Client, method: str, content: bytes, mime: str) -> dict[str, Any]:
    answer = client.invoke_procedure(method, content=content, headers={"Content-Type": mime}).content
    if not isinstance(answer, dict):
        raise TypeError(f"{method} answered {answer!r:.100}")
    return answer


def failure(last: Exchange, code: str) -> NetworkError:
    """The failure for a call that did not answer as it should; `code` is the name that the server gave the error."""
    found = failure_of(last)
    if not isinstance(found, RefusedError) or found.needs_reconnect or last.response is None:
        return found
    if code in NOT_SIGNED_IN:
        return RefusedError(NOT_ACCEPTED, detail=found.detail, needs_reconnect=True)
    return RefusedError(message_of(last) or None, detail=found.detail)


def error_code(error: Exception) -> str:
    """The name of an error of XRPC, such as `RecordNotFound`; empty where the server named none."""
    response = error.response if isinstance(error, RequestErrorBase) else None
    return str(getattr(response.content, "error", "")) if response else ""


def message_of(last: Exchange) -> str:
    """The server's own explanation; empty where it gives none that can be read."""
    try:
        return str(last.response.json()["message"])[:300] if last.response is not None else ""
    except UNREADABLE:
        return ""
