"""tweepy over guarded calls: it never waits, never retries, and each error is one of the four failures."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import requests
import tweepy
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NetworkError, RefusedError, UnknownOutcomeError
from campaigns.networks.failures import UNREADABLE, failure_of
from cms.core.http.outbound import Exchange, GuardedSession

# What tweepy signs and calls.
SIGNED_HOST = "https://api.twitter.com"
NO_CREDIT = _("X publishes nothing more for this app until somebody buys credits in its developer console.")
DUPLICATE = _("X says that this text is there already.")


class XSession(GuardedSession):
    """Calls go to X_API_URL, whatever host was signed."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        request.url = settings.X_API_URL + str(request.url).removeprefix(SIGNED_HOST)
        return super().send(request, **options)


class XClient(tweepy.Client):
    """Signs with OAuth 1.0a where `keys` are those of an app and an account, else bears the token of OAuth 2.0."""

    def __init__(self, keys: dict[str, str], session: XSession) -> None:
        self.signs = "consumer_key" in keys
        if self.signs:
            names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
            chosen = {name: keys[name] for name in names}
        else:
            chosen = {"bearer_token": keys["access_token"]}
        super().__init__(**chosen, return_type=dict, wait_on_rate_limit=False)
        self.session: XSession = session

    @property
    def access_level(self) -> str:
        """What the app may do for the account, as the last answer said; empty where it did not."""
        answer = self.session.last.response
        return answer.headers.get("x-access-level", "") if answer is not None else ""

    def request(self, method: str, route: str, params: Any = None, json: Any = None, user_auth: bool = False) -> Any:
        return super().request(method, route, params, json, self.signs)


class DuplicateTextError(UnknownOutcomeError):
    """X has this text already: perhaps it is this post."""


@contextmanager
def calling(keys: dict[str, str]) -> Iterator[XClient]:
    """A client that speaks with `keys`. Inside, errors of the library become failures of the network."""
    session = XSession(settings.NETWORK_TIMEOUT)
    try:
        yield XClient(keys, session)
    # What an answer lacks is a KeyError, or an error of an attribute, in the library or in what reads its answer.
    except (tweepy.TweepyException, OSError, *UNREADABLE) as error:
        raise failure_at_x(session.last) from error


def failure_at_x(last: Exchange) -> NetworkError:
    """The failure for a call that did not answer as it should, with X's own explanation."""
    failure = failure_of(last)
    if last.response is None:
        return failure
    status, words = last.response.status_code, words_of(last.response)
    if status == HTTPStatus.PAYMENT_REQUIRED:
        return RefusedError(NO_CREDIT, detail=failure.detail)
    # X gives neither a code nor the number of the first one: this text is all there is.
    if status == HTTPStatus.FORBIDDEN and "duplicate content" in words:
        return DuplicateTextError(DUPLICATE, detail=failure.detail)
    if isinstance(failure, RefusedError) and words and not failure.needs_reconnect:
        return RefusedError(words, detail=failure.detail)
    return failure


def words_of(response: requests.Response) -> str:
    """What X says of a problem (RFC 7807); empty where it says nothing that can be read."""
    try:
        said = response.json()
        return str(said.get("detail") or said["errors"][0]["message"])[:300]
    except UNREADABLE:
        return ""
