"""Connecting a profile: a token that its owner makes in an app of their own, and that is renewed before its end."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.calls import ask
from campaigns.networks.connection import ConnectForm, RemoteAccount, keep_account
from campaigns.networks.graph.failures import failure_of_call
from campaigns.networks.graph.network import ask_graph
from campaigns.networks.graph.page_form import HIDDEN, SECRET

API = "https://graph.threads.net"
VERSION = "v1.0"
LIFETIME = timedelta(days=60)
PERMISSIONS = "threads_basic, threads_content_publish, threads_delete, threads_manage_insights"


class ThreadsForm(ConnectForm):
    """A profile's token."""

    intro = _(
        "Threads lets only apps publish, so you make one of your own. Threads fetches each card from here. Its key "
        "ends after 60 days; Cosecha renews it in time."
    )
    steps: ClassVar = (
        _("On developers.facebook.com, create an app with the use case “Access the Threads API”."),
        _(
            "In the use case, add these permissions: threads_basic, threads_content_publish, threads_delete, "
            "threads_manage_insights."
        ),
        _("Among the roles of the app, add the profile as a Threads tester, and accept the invitation in Threads."),
        _("In the settings of the use case, press “Generate token” beside the profile, and copy the token here."),
    )
    drawing = "campaigns/connect/threads.svg"
    button = _("Connect the profile")

    token = forms.RegexField(
        SECRET,
        label=_("Access token"),
        max_length=600,
        widget=forms.PasswordInput(attrs=HIDDEN),
        help_text=_("Whoever has it can publish in the profile's name. Cosecha encrypts it and never shows it again."),
    )

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {}

    def connect(self, renewed: Account | None) -> Account:
        token = self.cleaned_data["token"]
        fields = {"fields": "id,username,name"}
        remote_id, handle, label = ask_graph(API, token, "GET", f"{VERSION}/me", names_of, params=fields)
        found = RemoteAccount(
            network="threads",
            server=API,
            remote_id=remote_id,
            handle=handle,
            label=label,
            keys={"access_token": token},
            # As long as the dashboard's tokens live. One that ends earlier asks to be connected again.
            expires_at=timezone.now() + LIFETIME,
            scopes=PERMISSIONS,
        )
        return keep_account(found, renewed.pk if renewed else None)


def names_of(said: dict[str, Any]) -> tuple[str, str, str]:
    """The number, the name with its @, and the name as readers see it."""
    return str(said["id"]), f"@{said['username']}", str(said.get("name") or said["username"])


def renewed_keys(token: str) -> dict[str, Any]:
    """A token for another 60 days. https://developers.facebook.com/docs/threads/get-started/long-lived-tokens"""

    def keys(said: dict[str, Any]) -> tuple[str, datetime]:
        return str(said["access_token"]), timezone.now() + timedelta(seconds=int(said["expires_in"]))

    longer, expires_at = ask(
        "GET",
        f"{API}/refresh_access_token",
        lambda response: keys(response.json()),
        judge=failure_of_call,
        secrets=(token,),
        params={"grant_type": "th_refresh_token", "access_token": token},
    )
    return {"access_token": longer, "expires_at": expires_at, "scopes": PERMISSIONS}
