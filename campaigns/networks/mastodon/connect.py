"""Connecting a Mastodon account: this installation registers with the server, and the person says yes there.

https://docs.joinmastodon.org/client/authorized/
"""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from mastodon import MastodonError

from campaigns.models import Account, ServerApp
from campaigns.networks.base import RefusedError
from campaigns.networks.credentials import keep_credentials
from campaigns.networks.failures import failure_of
from campaigns.networks.mastodon.client import USER_AGENT, Client, calling
from campaigns.networks.oauth import Connector, NotConnectedError, Pending
from cms.core.encryption import DecryptionError, decrypt, encrypt
from cms.core.http.outbound import GuardedSession
from media.models import Brand

SCOPES = ["read:accounts", "read:statuses", "write:media", "write:statuses"]
PURPOSE = "server app"
LONGEST_LABEL = Account._meta.get_field("label").max_length


class MastodonConnector(Connector):
    def address(self, pending: Pending) -> str:
        query = {
            "response_type": "code",
            "client_id": app_to_ask(pending)["client_id"],
            "redirect_uri": pending.redirect_uri,
            "scope": " ".join(SCOPES),
            "state": pending.state,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
        }
        return f"{pending.server}/oauth/authorize?{urlencode(query)}"

    def connect(self, pending: Pending, code: str) -> Account:
        token = token_for(pending, code)
        with calling(pending.server, access_token=token) as client:
            me = client.account_verify_credentials()
            found = {"remote_id": str(me["id"]), "handle": handle_of(me, pending.server), "label": me["display_name"]}
            limits = limits_of(client)
        return keep_account(pending, token, limits, **found)


def app_to_ask(pending: Pending) -> dict[str, str]:
    """This installation's keys on the server: those with which an account was connected last, or new ones.

    Where the last question was never answered, the server may have forgotten them.
    """
    kept = ServerApp.objects.filter(network=pending.network, server=pending.server, is_proven=True).first()
    app = opened(kept) if kept else {}
    if app.get("redirect_uri") != pending.redirect_uri:
        app = register_app(pending)
    values = {"encrypted": encrypt(PURPOSE, json.dumps(app)), "is_proven": False}
    ServerApp.objects.update_or_create(network=pending.network, server=pending.server, defaults=values)
    return app


def opened(kept: ServerApp) -> dict[str, str]:
    """Its keys; nothing where no secret of this installation opens them."""
    try:
        keys: dict[str, str] = json.loads(decrypt(PURPOSE, kept.encrypted))
    except DecryptionError:
        return {}
    return keys


def register_app(pending: Pending) -> dict[str, str]:
    session = GuardedSession(settings.NETWORK_TIMEOUT)
    try:
        client_id, client_secret = Client.create_app(
            f"Cosecha · {Brand.load().name}",
            scopes=SCOPES,
            redirect_uris=pending.redirect_uri,
            website=settings.BASE_URL,
            api_base_url=pending.server,
            session=session,
            user_agent=USER_AGENT,
        )
    except (MastodonError, KeyError, TypeError, ValueError) as error:
        raise failure_of(session.last) from error
    return {"redirect_uri": pending.redirect_uri, "client_id": str(client_id), "client_secret": str(client_secret)}


def token_for(pending: Pending, code: str) -> str:
    """The key for which the server changes `code`. Raises NotConnectedError where it does not, or grants too little."""
    asked_with = ServerApp.objects.filter(network=pending.network, server=pending.server).first()
    app = opened(asked_with) if asked_with else {}
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        **app,
        "code_verifier": pending.verifier,
        "scope": " ".join(SCOPES),
    }
    session = GuardedSession(settings.NETWORK_TIMEOUT)
    try:
        answer = session.post(f"{pending.server}/oauth/token", data=asked, headers={"User-Agent": USER_AGENT})
        answer.raise_for_status()
        granted = answer.json()
        token, scopes = str(granted["access_token"]), set(str(granted.get("scope") or "").split())
    except (OSError, KeyError, TypeError, ValueError) as error:
        failure = failure_of(session.last)
        raise NotConnectedError(detail=failure.detail) if isinstance(failure, RefusedError) else failure from error
    if scopes and not all(scope in scopes or scope.partition(":")[0] in scopes for scope in SCOPES):
        raise NotConnectedError(_("The network did not grant what publishing needs. Try again and allow everything."))
    return token


def handle_of(me: Any, server: str) -> str:
    """`ana@red.example`: the account's own name, and the server where others find it."""
    return f"{me['acct']}@{urlsplit(me['url'] or server).hostname or urlsplit(server).hostname}"


def limits_of(client: Client) -> dict[str, int]:
    """What fits in a post of this server; of one that does not say, nothing."""
    try:
        said = client.instance_v2()["configuration"]
    except (MastodonError, KeyError, TypeError):
        return {}
    statuses, media = said.get("statuses") or {}, said.get("media_attachments") or {}
    found = {
        "characters": statuses.get("max_characters"),
        "url_length": statuses.get("characters_reserved_per_url"),
        "alt_characters": media.get("description_limit"),
    }
    return {name: value for name, value in found.items() if isinstance(value, int) and 0 < value < 100_000}


@transaction.atomic
def keep_account(pending: Pending, token: str, limits: dict[str, int], **found: str) -> Account:
    """The account with its new key. Raises NotConnectedError where somebody answered for another one."""
    values = {
        **found,
        "label": (found["label"] or found["handle"])[:LONGEST_LABEL],
        "server": pending.server,
        "limits": limits,
    }
    same = Account.objects.filter(network=pending.network, server=pending.server, remote_id=found["remote_id"]).first()
    if pending.account is not None and (same is None or same.pk != pending.account):
        sentence = _(
            "You answered as {handle}, which is another account. Sign in there as the right one, and try again."
        )
        raise NotConnectedError(sentence.format(handle=found["handle"]))
    account = same or Account(network=pending.network)
    for name, value in values.items():
        setattr(account, name, value)
    account.save()
    keep_credentials(account, access_token=token)
    ServerApp.objects.filter(network=pending.network, server=pending.server).update(is_proven=True)
    account.refresh_from_db()
    return account
