"""Connecting a Page: an app of one's own, and LinkedIn's page, where somebody who administers the Page says yes."""

import re
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Account
from campaigns.networks.base import RefusedError
from campaigns.networks.connection import LONGEST_LABEL, ConnectForm, NotConnectedError, RemoteAccount, keep_account
from campaigns.networks.linkedin.client import API, call
from campaigns.networks.linkedin.oauth import SCOPES, SITE, ask_for_tokens
from campaigns.networks.oauth import Connector, Pending
from campaigns.networks.server_apps import app_of, keep_app, mark_proven
from cms.core.absolute_urls import link_to

LINKEDIN = "linkedin"
COMPANY = "https://www.linkedin.com/company/"
NUMBER = re.compile(r"[0-9]{1,20}")


class LinkedInForm(ConnectForm):
    """The Page, and the app whose page asks for a yes. The app's keys are asked for once."""

    intro = gettext_lazy(
        "LinkedIn lets only apps publish on Pages, and only those to which it has given its Community Management API: "
        "it asks for the data of your organisation, and looks at them for some days or weeks."
    )
    steps: ClassVar = (
        gettext_lazy("On developer.linkedin.com, create an app for your Page, and let the Page verify it."),
        gettext_lazy("Under “Products”, request access to the Community Management API, and wait until it is granted."),
        gettext_lazy("Under “Auth”, write the redirect address that stands below into the app."),
        gettext_lazy("Copy here the client ID and the client secret, and the number of the Page."),
        gettext_lazy("Press the button: LinkedIn's own page opens. Say yes there as an administrator of the Page."),
    )
    drawing = "campaigns/connect/linkedin.svg"
    button = gettext_lazy("Go to LinkedIn")

    organization = forms.CharField(
        label=gettext_lazy("Number of the Page"),
        max_length=200,
        help_text=gettext_lazy("In the address of its administration: linkedin.com/company/12345/admin."),
    )
    label = forms.CharField(
        label=gettext_lazy("Name of the Page"),
        max_length=LONGEST_LABEL,
        help_text=gettext_lazy("As readers see it on LinkedIn."),
    )
    client_id = forms.CharField(label=gettext_lazy("Client ID"), required=False, max_length=200)
    client_secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Empty when you connect the Page again: the app is known by then."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("The app's redirect address: {address}")
        self.fields["client_id"].help_text = said.format(address=link_to("accounts:connected"))

    def clean_organization(self) -> str:
        typed = self.cleaned_data["organization"].strip()
        number = re.sub(r"^(https?://)?(www\.)?linkedin\.com/company/", "", typed).partition("/")[0]
        if not NUMBER.fullmatch(number):
            raise forms.ValidationError(_("This is not the number of a Page."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        keys = [cleaned.get("client_id", ""), cleaned.get("client_secret", "")]
        is_known = bool(cleaned.get("organization") and app_of(LINKEDIN, self.server))
        if not all(keys) and (any(keys) or not is_known):
            raise forms.ValidationError(_("The client ID and the client secret are both needed."))
        return cleaned

    @property
    def server(self) -> str:
        """The Page's own address stands for it until somebody said yes."""
        return COMPANY + str(self.cleaned_data["organization"])

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {"organization": account.remote_id, "label": account.label}

    def connect(self, renewed: Account | None) -> None:
        """Its own page comes next."""
        known = app_of(LINKEDIN, self.server)
        given = {name: self.cleaned_data[name] for name in ("client_id", "client_secret") if self.cleaned_data[name]}
        keep_app(LINKEDIN, self.server, {**known, **given, "label": self.cleaned_data["label"]})


class LinkedInConnector(Connector):
    def address(self, pending: Pending) -> str:
        query = {
            "response_type": "code",
            "client_id": app_of(pending.network, pending.server)["client_id"],
            "redirect_uri": pending.redirect_uri,
            "state": pending.state,
            "scope": " ".join(SCOPES),
        }
        return f"{SITE}/oauth/v2/authorization?{urlencode(query)}"

    def connect(self, pending: Pending, code: str) -> Account:
        app, number = app_of(pending.network, pending.server), pending.server.removeprefix(COMPANY)
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": pending.redirect_uri}
        try:
            granted = ask_for_tokens(app, asked)
        except RefusedError as error:
            raise NotConnectedError(detail=error.detail) from error
        expires_at, scopes = granted.pop("expires_at"), granted.pop("scopes")
        if scopes and not set(SCOPES) <= set(scopes.split()):
            raise NotConnectedError(
                _("The network did not grant what publishing needs. Try again and allow everything.")
            )
        see_page(API, granted["access_token"], number)
        found = RemoteAccount(
            network=pending.network,
            server=API,
            remote_id=number,
            handle=f"company/{number}",
            label=app["label"],
            keys=granted,
            expires_at=expires_at,
            scopes=scopes,
        )
        account = keep_account(found, pending.account)
        mark_proven(pending.network, pending.server)
        return account


def urn_of(number: str) -> str:
    return f"urn:li:organization:{number}"


def see_page(server: str, token: str, number: str) -> None:
    """Read the Page's newest post, as only its administrators may. Raises a failure where this key may not."""
    asked = {"q": "author", "author": urn_of(number), "count": "1"}
    headers = {"X-RestLi-Method": "FINDER"}
    call(server, token, "GET", "posts", lambda said: said.json()["elements"], params=asked, headers=headers)
