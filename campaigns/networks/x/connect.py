"""Connecting an account of X with an app of one's own: by four keys that are pasted, or by X's own page.

https://docs.x.com/fundamentals/authentication/overview
"""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Account
from campaigns.networks.base import RefusedError
from campaigns.networks.connection import ConnectForm, NotConnectedError, RemoteAccount, keep_account
from campaigns.networks.oauth import Connector, Pending
from campaigns.networks.server_apps import app_of, keep_app, mark_proven
from campaigns.networks.x.client import calling
from campaigns.networks.x.oauth import SCOPES, ask_for_tokens
from cms.core.absolute_urls import link_to

X = "x"
KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
LONGEST_KEY = 200
READS_ONLY = gettext_lazy(
    "These keys may only read. In the app's settings choose “Read and write”, make a new access token, and paste that."
)

TOO_LITTLE = gettext_lazy("The network did not grant what publishing needs. Try again and allow everything.")


def key_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A key: what was pasted is not shown again."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_KEY,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class XForm(ConnectForm):
    """The four keys of OAuth 1.0a, or the app whose page asks for a yes."""

    intro = gettext_lazy(
        "Cosecha speaks to X through an app of your own, which X bills: a post with a link costs about US$ 0.20. Make "
        "the app once; then choose one of two ways: paste four keys, or say yes on X's own page."
    )
    steps: ClassVar = (
        gettext_lazy("Sign in at console.x.com with the account that shall publish, and buy credits."),
        gettext_lazy("Create an app there. In its authentication settings choose “Read and write” and “Web App”."),
        gettext_lazy(
            "First way: under “Keys and tokens” make the API key and secret, then the access token and secret. Paste "
            "the four below. They do not expire."
        ),
        gettext_lazy(
            "Second way: write the callback address that stands below into the app, and paste its client ID and "
            "secret. X's page opens, and you press “Authorize app”."
        ),
    )
    drawing = "campaigns/connect/x.svg"
    button = gettext_lazy("Connect")

    consumer_key = key_field(gettext_lazy("API key"))
    consumer_secret = key_field(gettext_lazy("API key secret"))
    access_token = key_field(gettext_lazy("Access token"))
    access_token_secret = key_field(gettext_lazy("Access token secret"))
    client_id = forms.CharField(label=gettext_lazy("Client ID"), required=False, max_length=LONGEST_KEY)
    client_secret = key_field(gettext_lazy("Client secret"), gettext_lazy("Empty for an app that has none."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("Only for the second way. The app's callback address: {address}")
        self.fields["client_id"].help_text = said.format(address=link_to("accounts:connected"))

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        cleaned = {name: value.strip() for name, value in (super().clean() or {}).items()}
        pasted = [name for name in KEYS if cleaned.get(name)]
        if pasted and len(pasted) < len(KEYS):
            for name in KEYS:
                if name not in pasted and name not in self.errors:
                    self.add_error(name, _("All four keys are needed."))
        elif not pasted and not cleaned.get("client_id"):
            raise forms.ValidationError(_("Paste the four keys, or the client ID."))
        return cleaned

    def connect(self, renewed: Account | None) -> Account | None:
        keys = {name: self.cleaned_data[name] for name in KEYS}
        if not keys["consumer_key"]:
            app = {"client_id": self.cleaned_data["client_id"], "client_secret": self.cleaned_data["client_secret"]}
            keep_app(X, "", app)
            return None
        return keep_account(account_of(keys, {}), renewed.pk if renewed else None)


class XConnector(Connector):
    def address(self, pending: Pending) -> str:
        query = {
            "response_type": "code",
            "client_id": app_of(X)["client_id"],
            "redirect_uri": pending.redirect_uri,
            "scope": " ".join(SCOPES),
            "state": pending.state,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
        }
        return f"{settings.X_URL}/i/oauth2/authorize?{urlencode(query)}"

    def connect(self, pending: Pending, code: str) -> Account:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": pending.redirect_uri,
            "code_verifier": pending.verifier,
        }
        try:
            granted = ask_for_tokens(app_of(X), asked)
        except RefusedError as error:
            raise NotConnectedError(detail=error.detail) from error
        kept_beside = {name: granted.pop(name) for name in ("expires_at", "scopes")}
        if not granted["refresh_token"] or not set(SCOPES) <= set(kept_beside["scopes"].split()):
            raise NotConnectedError(TOO_LITTLE)
        account = keep_account(account_of(granted, kept_beside), pending.account)
        mark_proven(X)
        return account


def account_of(keys: dict[str, str], kept_beside: dict[str, Any]) -> RemoteAccount:
    """Whose keys these are. Raises NotConnectedError where they do not work, or may not write."""
    try:
        with calling(keys) as client:
            me = client.get_me()["data"]
            access = client.access_level
            found = RemoteAccount(X, str(me["id"]), str(me["username"]), str(me["name"]), keys, **kept_beside)
    except RefusedError as error:
        if not error.needs_reconnect:
            raise
        raise NotConnectedError(_("X does not accept these keys. Make new ones, and paste them again.")) from error
    if access and "write" not in access:
        raise NotConnectedError(READS_ONLY)
    return found
