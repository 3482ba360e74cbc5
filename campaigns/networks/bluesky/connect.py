"""Connecting a Bluesky account: its name and an app password, which opens no settings and can be revoked."""

from typing import Any, ClassVar

from atproto import Session
from atproto.exceptions import BadRequestError
from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.base import RefusedError
from campaigns.networks.bluesky.client import calling, error_code
from campaigns.networks.bluesky.session import end_of, keys_of, opened_session
from campaigns.networks.connection import ConnectForm, NotConnectedError, RemoteAccount, keep_account, server_address

NAME = "bluesky"
USUAL_SERVER = "https://bsky.social"
MAIN_PASSWORD = _(
    "This is not an app password, which looks like abcd-efgh-ijkl-mnop. Never write the main password here."
)
# The scopes of sessions that were opened with an app password.
APP_PASSWORD_SCOPES = ("com.atproto.appPass", "com.atproto.appPassPrivileged")


class AppPasswordForm(ConnectForm):
    intro = _(
        "Cosecha needs an app password: it may publish and delete posts, and its owner can revoke it at any time. "
        "The main password is not needed, and is not accepted."
    )
    steps: ClassVar = (
        _("Sign in at bsky.app with the account that shall publish, and open bsky.app/settings/app-passwords."),
        _("Add an app password, and call it “Cosecha”. Leave the box about direct messages empty."),
        _("Copy what it shows, which looks like abcd-efgh-ijkl-mnop: it is shown only once."),
        _("Write it here with the name of the account, and press the button."),
    )
    drawing = "campaigns/connect/bluesky.svg"
    button = _("Connect account")

    handle = forms.CharField(
        label=_("User name"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": "red.bsky.social", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("As Bluesky writes it, for example red.bsky.social."),
    )
    app_password = forms.RegexField(
        r"^[a-z2-9]{4}(-[a-z2-9]{4}){3}$",
        label=_("App password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": MAIN_PASSWORD},
    )
    server_name = forms.CharField(
        label=_("Server"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "bsky.social", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Leave it empty, unless the account is kept on a server of your own."),
    )

    def clean_handle(self) -> str:
        handle = self.cleaned_data["handle"].strip().removeprefix("@").lower()
        return handle if "." in handle else f"{handle}.bsky.social"

    def clean_server_name(self) -> str:
        typed: str = self.cleaned_data["server_name"]
        return server_address(typed) if typed else USUAL_SERVER

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {"handle": account.handle, "server_name": "" if account.server == USUAL_SERVER else account.server}

    def connect(self, renewed: Account | None) -> Account:
        server, app_password = self.cleaned_data["server_name"], self.cleaned_data["app_password"]
        try:
            session = opened_session(server, self.cleaned_data["handle"], app_password)
        except RefusedError as error:
            if not error.needs_reconnect:
                raise
            sentence = _("Bluesky did not accept this name with this app password. Copy both again.")
            raise NotConnectedError(sentence, detail=error.detail) from error
        if session.access_jwt_payload.scope not in APP_PASSWORD_SCOPES:
            raise NotConnectedError(MAIN_PASSWORD)
        found = RemoteAccount(
            network=NAME,
            server=server,
            remote_id=session.did,
            handle=session.handle,
            label=display_name(session),
            keys=keys_of(session, app_password),
            expires_at=end_of(session),
        )
        return keep_account(found, renewed.pk if renewed else None)


def display_name(session: Session) -> str:
    """As the account calls itself, asked of the server that keeps it; empty where it has no profile yet."""
    with calling(str(session.pds_endpoint)) as client:
        client.login(session_string=session.export(), fetch_bsky_profile=False)
        try:
            profile = client.com.atproto.repo.get_record(
                {"repo": session.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
            )
        except BadRequestError as error:
            if error_code(error) == "RecordNotFound":
                return ""
            raise
        return str(getattr(profile.value, "display_name", "") or "")
