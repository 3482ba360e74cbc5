"""The tokens of OAuth 2.0: X changes a code for them, and renews them. https://docs.x.com/fundamentals/authentication"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NotSentError, RefusedError, UnknownOutcomeError
from campaigns.networks.failures import UNREADABLE, failure_of
from cms.core.http.outbound import GuardedSession

SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")


def renew(values: dict[str, str]) -> dict[str, Any]:
    """New keys as `keep_credentials` takes them; X takes each key of renewal once. Raises a failure of the network."""
    app = {"client_id": values["client_id"], "client_secret": values["client_secret"]}
    return ask_for_tokens(app, {"grant_type": "refresh_token", "refresh_token": values["refresh_token"]})


def ask_for_tokens(app: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
    """The tokens for a code or a key of renewal, as `keep_credentials` takes them. Raises a failure of the network."""
    session = GuardedSession(settings.NETWORK_TIMEOUT)
    # An app without a secret names itself in the form.
    auth = (app["client_id"], app["client_secret"]) if app["client_secret"] else None
    try:
        answer = session.post(
            f"{settings.X_API_URL}/2/oauth2/token", data={**asked, "client_id": app["client_id"]}, auth=auth
        )
        answer.raise_for_status()
        granted = answer.json()
        token = str(granted["access_token"])
        expires_at = timezone.now() + timedelta(seconds=int(granted["expires_in"]))
        scopes, renewal = str(granted.get("scope") or ""), granted.get("refresh_token") or asked.get("refresh_token")
    except (OSError, *UNREADABLE) as error:
        failure = failure_of(session.last)
        if isinstance(failure, RefusedError):
            sentence = _("The network no longer accepts this account.")
            raise RefusedError(sentence, detail=failure.detail, needs_reconnect=True) from error
        # Nothing was published, whatever became of the tokens.
        raise NotSentError(detail=failure.detail) if isinstance(failure, UnknownOutcomeError) else failure from error
    keys = {**app, "access_token": token, "refresh_token": str(renewal or "")}
    return {"expires_at": expires_at, "scopes": scopes, **keys}
