"""Changing a code, or a key of renewal, for a key (RFC 6749; LinkedIn knows no PKCE for apps that have a secret).

https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow
"""

from datetime import timedelta
from typing import Any

import requests
from django.utils import timezone

from campaigns.networks.base import NetworkError, RefusedError, UnknownOutcomeError
from campaigns.networks.calls import ask
from campaigns.networks.failures import UNREADABLE, failure_of
from cms.core.http.outbound import Exchange

SITE = "https://www.linkedin.com"
SCOPES = ("r_organization_social", "w_organization_social")


def ask_for_tokens(app: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
    """The arguments of `keep_credentials`. The app's own keys are kept beside, with which the token is renewed."""
    granted = ask(
        "POST",
        f"{SITE}/oauth/v2/accessToken",
        lambda response: tokens_in(response, asked.get("refresh_token", "")),
        judge=failure_of_tokens,
        secrets=(app["client_secret"], asked.get("code", ""), asked.get("refresh_token", "")),
        data={**asked, "client_id": app["client_id"], "client_secret": app["client_secret"]},
    )
    return {**granted, "client_id": app["client_id"], "client_secret": app["client_secret"]}


def tokens_in(response: requests.Response, refresh_token: str) -> dict[str, Any]:
    """Only some apps are given a key of renewal, and where none comes with a renewal, the old one stays."""
    said = response.json()
    return {
        "access_token": str(said["access_token"]),
        "refresh_token": str(said.get("refresh_token") or refresh_token),
        "expires_at": timezone.now() + timedelta(seconds=int(said["expires_in"])),
        "scopes": " ".join(str(said.get("scope") or "").replace(",", " ").split()),
    }


def failure_of_tokens(last: Exchange) -> NetworkError:
    """Refused are only those answers that say so as RFC 6749 §5.2 does."""
    failure = failure_of(last)
    if not isinstance(failure, RefusedError) or last.response is None:
        return failure
    try:
        is_refusal = "error" in last.response.json()
    except UNREADABLE:
        is_refusal = False
    if not is_refusal:
        return UnknownOutcomeError(detail=failure.detail)
    return RefusedError(detail=failure.detail, needs_reconnect=True)
