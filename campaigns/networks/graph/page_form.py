"""Connecting by a Page: a token that somebody made for an app of their own, changed for the Page's, which never ends.

https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived/
"""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.networks.calls import ask
from campaigns.networks.connection import ConnectForm, NotConnectedError
from campaigns.networks.graph.failures import failure_of_call
from campaigns.networks.graph.network import GRAPH, VERSION, ask_graph

PAGE = re.compile(r"[A-Za-z0-9.]{2,100}")
NUMBER = re.compile(r"[0-9]{5,25}")
SECRET = re.compile(r"[A-Za-z0-9_-]{16,600}")
NOT_OPENED = _("The token does not open this Page. Make another one, and choose the Page for it.")
HIDDEN = {"autocomplete": "off"}


class PageForm(ConnectForm):
    """A Page, an app, and a token that the app's owner made for both. Only the Page's own token is kept."""

    drawing = "campaigns/connect/page.svg"
    # What is asked of the Page beside its token.
    page_fields: ClassVar = "id,name,username"

    page = forms.CharField(
        label=_("Page"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Its number, or what stands after facebook.com/ in its address."),
    )
    app_id = forms.RegexField(
        NUMBER, label=_("Number of the app"), max_length=25, help_text=_("In its settings: App ID.")
    )
    app_secret = forms.RegexField(
        SECRET,
        label=_("Secret of the app"),
        max_length=100,
        widget=forms.PasswordInput(attrs=HIDDEN),
        help_text=_("In its settings: App secret. It is used once, and not kept."),
    )
    token = forms.RegexField(
        SECRET,
        label=_("Access token"),
        max_length=600,
        widget=forms.PasswordInput(attrs=HIDDEN),
        help_text=_("The one that the Graph API Explorer shows. It is used once; the Page's own is kept, encrypted."),
    )

    def clean_page(self) -> str:
        page: str = re.sub(r"^(https?://)?([a-z]+\.)?facebook\.com/", "", self.cleaned_data["page"].strip()).strip("/@")
        if not PAGE.fullmatch(page):
            raise forms.ValidationError(_("This is not the name of a Page."))
        return page

    def open_page(self) -> dict[str, Any]:
        """The Page with its own token, as `access_token`. Raises a failure of the network."""
        values = self.cleaned_data
        exchange = {
            "grant_type": "fb_exchange_token",
            "client_id": values["app_id"],
            "client_secret": values["app_secret"],
            "fb_exchange_token": values["token"],
        }
        token = ask(
            "GET",
            f"{GRAPH}/{VERSION}/oauth/access_token",
            lambda response: str(response.json()["access_token"]),
            judge=failure_of_call,
            secrets=(values["app_secret"], values["token"]),
            params=exchange,
        )
        fields = {"fields": f"{self.page_fields},access_token"}
        page: dict[str, Any] = ask_graph(GRAPH, token, "GET", f"{VERSION}/{values['page']}", dict, params=fields)
        if not all(page.get(name) for name in ("id", "name", "access_token")):
            raise NotConnectedError(NOT_OPENED)
        return page
