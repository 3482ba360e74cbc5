"""Mastodon.py over guarded calls: it never waits, never retries, and each error is one of the four failures."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from mastodon import Mastodon, MastodonError

from campaigns.models import Account
from campaigns.networks.credentials import credentials_of
from campaigns.networks.failures import UNREADABLE, failure_of
from cms.core.http.outbound import GuardedSession

USER_AGENT = "Cosecha"


class Client(Mastodon):
    """All that Cosecha asks is there since Mastodon 3.2."""

    session: GuardedSession

    def verify_minimum_version(self, version_str: str, cached: bool = False) -> bool:
        """Without the questions that Mastodon.py 2.3 asks before each upload, for ever where none is answered."""
        return True


@contextmanager
def calling(server: str, access_token: str) -> Iterator[Client]:
    """A client of `server`. Inside, errors of the library become failures of the network."""
    session = GuardedSession(settings.NETWORK_TIMEOUT)
    client = Client(
        api_base_url=server,
        session=session,
        request_timeout=settings.NETWORK_TIMEOUT,
        ratelimit_method="throw",
        version_check_mode="none",
        user_agent=USER_AGENT,
        access_token=access_token,
    )
    with as_failures(client):
        yield client


@contextmanager
def as_failures(client: Client) -> Iterator[None]:
    """Errors of the library become the failure for which the last call stands."""
    try:
        yield
    # What an answer lacks is a KeyError, or an error of an attribute, in the library or in what reads its answer.
    except (MastodonError, *UNREADABLE) as error:
        raise failure_of(client.session.last) from error


@contextmanager
def calling_for(account: Account) -> Iterator[Client]:
    """A client that speaks for `account`."""
    with calling(account.server, access_token=credentials_of(account)["access_token"]) as client:
        yield client
