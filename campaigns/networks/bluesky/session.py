"""Sessions of accounts: opened once with an app password and renewed for as long as the server does, for there may be
only some hundred new ones a day. https://docs.bsky.app/docs/advanced-guides/rate-limits"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from atproto import Client, Session

from campaigns.models import Account
from campaigns.networks.base import NotSentError, RefusedError, UnknownOutcomeError
from campaigns.networks.bluesky.client import calling
from campaigns.networks.credentials import fresh_credentials

# Longer than the quarter of an hour before the end in which the library would renew it by itself, and not keep it.
MARGIN = timedelta(minutes=20)


@contextmanager
def calling_for(account: Account) -> Iterator[Client]:
    """A client that speaks for `account` to the server that keeps its posts."""
    try:
        values = fresh_credentials(account, partial(renewed, account.server), MARGIN)
    except UnknownOutcomeError as error:
        # A session may have been renewed; nothing was asked with it yet.
        raise NotSentError(detail=error.detail) from error
    with calling(account.server) as client:
        client.login(session_string=values["session"], fetch_bsky_profile=False)
        yield client


def opened_session(server: str, handle: str, app_password: str) -> Session:
    """A new session of `handle`, at the server that its identity names."""
    with calling(server) as client:
        client.login(handle, app_password, fetch_bsky_profile=False)
        session = Session.decode(client.export_session_string())
        # What holds no end is no session.
        end_of(session)
        return session


def renewed(server: str, values: dict[str, str]) -> dict[str, Any]:
    """The keys of an account whose session holds again: a new one of `server` where the old one cannot be renewed."""
    old = Session.decode(values["session"])
    try:
        with calling(str(old.pds_endpoint)) as client:
            headers = {"Authorization": f"Bearer {old.refresh_jwt}"}
            answer = client.com.atproto.server.refresh_session(headers=headers, ignore_session_check=True)
            session = Session(answer.handle, answer.did, answer.access_jwt, answer.refresh_jwt, old.pds_endpoint)
            expires_at = end_of(session)
    except RefusedError:
        session = opened_session(server, old.did, values["app_password"])
        expires_at = end_of(session)
    return keys_of(session, values["app_password"]) | {"expires_at": expires_at}


def keys_of(session: Session, app_password: str) -> dict[str, Any]:
    return {"session": session.export(), "app_password": app_password}


def end_of(session: Session) -> datetime:
    """When the server takes this session no more, unless it is renewed."""
    return datetime.fromtimestamp(session.access_jwt_payload.exp or 0, tz=UTC)
