"""Connecting a Mastodon account: this installation registers with the server, and the person says yes there.

https://docs.joinmastodon.org/client/authorized/
"""

from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from mastodon import MastodonError

from campaigns.models import Account
from campaigns.networks.base import RefusedError
from campaigns.networks.connection import ConnectForm, NotConnectedError, RemoteAccount, keep_account, server_address
from campaigns.networks.failures import UNREADABLE, failure_of
from campaigns.networks.mastodon.client import USER_AGENT, Client, calling
from campaigns.networks.oauth import Connector, Pending
from campaigns.networks.server_apps import app_of, keep_app, mark_proven
from cms.core.http.outbound import GuardedSession
from media.models import Brand

SCOPES = ["read:accounts", "read:statuses", "write:media", "write:statuses"]


class ServerForm(ConnectForm):
    """The server on which somebody has an account: `red.example`, its whole address, or a name with two @."""

    intro = _(
        "Cosecha will be allowed to publish in the name of this account and to see what it has published. "
        "It never learns its password."
    )
    steps: ClassVar = (
        _("Write the server and press the button: its own page opens."),
        _("Sign in there with the account that shall publish, if you are not signed in."),
        _("Press “Authorize”. You come back here, and the account is ready."),
    )
    drawing = "campaigns/connect/mastodon.svg"
    button = _("Go to the server")

    server_name = forms.CharField(
        label=_("Server"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": "mastodon.social", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("What stands after the second @ of your user name: in @red@mastodon.social, mastodon.social."),
    )

    def clean_server_name(self) -> str:
        return server_address(self.cleaned_data["server_name"])

    @property
    def server(self) -> str:
        return str(self.cleaned_data["server_name"])

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {"server_name": account.server}

    def connect(self, renewed: Account | None) -> None:
        """Its own page comes next."""


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
            found = RemoteAccount(
                network=pending.network,
                server=pending.server,
                remote_id=str(me["id"]),
                handle=handle_of(me, pending.server),
                label=str(me["display_name"] or ""),
                limits=limits_of(client),
                keys={"access_token": token},
                scopes=" ".join(SCOPES),
            )
        account = keep_account(found, pending.account)
        mark_proven(pending.network, pending.server)
        return account


def app_to_ask(pending: Pending) -> dict[str, str]:
    """This installation's keys on the server: those with which an account was connected last, or new ones.

    Where the last question was never answered, the server may have forgotten them.
    """
    app = app_of(pending.network, pending.server, proven=True)
    if app.get("redirect_uri") != pending.redirect_uri:
        app = register_app(pending)
    keep_app(pending.network, pending.server, app)
    return app


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
    except (MastodonError, *UNREADABLE) as error:
        raise failure_of(session.last) from error
    return {"redirect_uri": pending.redirect_uri, "client_id": str(client_id), "client_secret": str(client_secret)}


def token_for(pending: Pending, code: str) -> str:
    """The key for which the server changes `code`. Raises NotConnectedError where it does not, or grants too little."""
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        **app_of(pending.network, pending.server),
        "code_verifier": pending.verifier,
        "scope": " ".join(SCOPES),
    }
    session = GuardedSession(settings.NETWORK_TIMEOUT)
    try:
        answer = session.post(f"{pending.server}/oauth/token", data=asked, headers={"User-Agent": USER_AGENT})
        answer.raise_for_status()
        granted = answer.json()
        token, scopes = str(granted["access_token"]), set(str(granted.get("scope") or "").split())
    except (OSError, *UNREADABLE) as error:
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
        statuses, media = said.get("statuses") or {}, said.get("media_attachments") or {}
        found = {
            "characters": statuses.get("max_characters"),
            "url_length": statuses.get("characters_reserved_per_url"),
            "alt_characters": media.get("description_limit"),
            "picture_bytes": media.get("image_size_limit"),
        }
    except (MastodonError, *UNREADABLE):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, int) and 0 < value < 100_000_000}
