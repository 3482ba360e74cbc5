"""The sandbox network's client: HTTP and JSON, with the failures that real networks have."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import (
    Limits,
    Live,
    Network,
    NotSentError,
    Outgoing,
    Reactions,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.credentials import credentials_of
from campaigns.networks.text_length import Measure, count_graphemes, mastodon_counter

if TYPE_CHECKING:
    from campaigns.models import Account

# Nothing was sent when one of these is raised. https://www.python-httpx.org/exceptions/
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)


# It counts as Mastodon does.
ALT_CHARACTERS = 1500
LIMITS = Limits(text=Measure(mastodon_counter(), 500), alt=Measure(count_graphemes, ALT_CHARACTERS))


class Sandbox(Network):
    name = "sandbox"
    label = _("Sandbox")
    about = _("A timeline inside Cosecha, to try things out. Nobody outside reads it.")
    can_find = True
    can_measure = True
    has_content_warning = True
    is_local = True

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def publish(self, account: "Account", post: Outgoing) -> Live:
        fields = {"text": post.text, "alt_text": post.alt_text, "language": post.language, "key": post.key}
        if post.content_warning:
            fields["content_warning"] = post.content_warning
        files = {"image": ("card.png", post.card, "image/png")} if post.card else None
        return ask(account, "POST", "posts", live_of, data=fields, files=files)

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        found: list[Live] = ask(
            account, "GET", "posts", lambda body: [live_of(row) for row in body["posts"]], params={"key": post.key}
        )
        return found[0] if found else None

    def take_down(self, account: "Account", remote_id: str) -> bool:
        return bool(ask(account, "DELETE", f"posts/{remote_id}", lambda body: "error" not in body))

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        """Made up by the sandbox, so that reports can be tried out."""
        return Reactions(**ask(account, "GET", f"posts/{remote_id}/reactions", lambda body: body["reactions"]))

    def is_there(self, account: "Account", remote_id: str) -> bool:
        try:
            ask(account, "GET", f"posts/{remote_id}", lambda body: body)
        except RefusedError as error:
            if error.needs_reconnect:
                raise
            return False
        return True

    def check(self, account: "Account") -> None:
        ask(account, "GET", "posts", lambda body: body["posts"], params={"key": ""})


def live_of(body: dict[str, Any]) -> Live:
    return Live(remote_id=str(body["id"]), url=str(body["url"]))


def ask(account: "Account", method: str, path: str, read: Callable[[Any], Any], **request: Any) -> Any:
    """One call. `read` turns the JSON of a 2xx answer into the result; what it cannot read is an unknown outcome."""
    timeout = httpx.Timeout(settings.NETWORK_TIMEOUT, connect=min(5.0, settings.NETWORK_TIMEOUT))
    token = credentials_of(account)["token"]
    url = f"{settings.SANDBOX_URL}/sandbox/api/{path}"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
            response = client.request(method, url, headers=headers, **request)
    except NEVER_LEFT as error:
        raise NotSentError(detail=repr(error)) from error
    except httpx.HTTPError as error:
        raise UnknownOutcomeError(detail=repr(error)) from error
    check(response, method)
    try:
        return read(response.json() if response.content else {})
    except (ValueError, KeyError, TypeError) as error:
        raise UnknownOutcomeError(detail=f"{response.status_code}: {error!r}") from error


def check(response: httpx.Response, method: str) -> None:
    """Raise the failure that an answer stands for; nothing for one that says yes."""
    status = response.status_code
    detail = f"{status} {response.text[:200]}"
    if status == httpx.codes.NOT_FOUND and method == "DELETE" and sentence_of(response):
        return  # already gone, and the network itself says so
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise WaitUntilError(until(response.headers.get("retry-after", "")), detail=detail)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise RefusedError(_("The network no longer accepts this account."), detail=detail, needs_reconnect=True)
    if response.is_client_error and status != httpx.codes.REQUEST_TIMEOUT:
        raise RefusedError(sentence_of(response) or None, detail=detail)
    if not response.is_success:
        raise UnknownOutcomeError(detail=detail)


def sentence_of(response: httpx.Response) -> str:
    """The network's own explanation; empty where it gives none that can be read."""
    try:
        return str(response.json()["error"])
    except (ValueError, KeyError, TypeError):
        return ""


def until(retry_after: str) -> datetime:
    """When `Retry-After` (RFC 9110, 10.2.3: seconds or a date) says to come back; in a minute where it says nothing."""
    now = timezone.now()
    if retry_after.isdigit():
        return now + timedelta(seconds=min(int(retry_after), 86_400))
    try:
        named = parsedate_to_datetime(retry_after)
    except ValueError:
        return now + timedelta(minutes=1)
    return min(max(named, now), now + timedelta(days=1)) if named.tzinfo else now + timedelta(minutes=1)
