"""Connecting an account by its Page: only so may a program remove what it published."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.connection import NotConnectedError, RemoteAccount, keep_account
from campaigns.networks.graph.network import GRAPH
from campaigns.networks.graph.page_form import PageForm

PERMISSIONS = (
    "pages_show_list, pages_read_engagement, instagram_basic, instagram_content_publish, instagram_manage_contents"
)


class InstagramForm(PageForm):
    """The Page to which an Instagram account belongs."""

    page_fields = "id,name,instagram_business_account{id,username,name}"
    intro = _(
        "Instagram lets only apps publish, and only on professional accounts that belong to a Facebook Page. You make "
        "an app of your own. Instagram fetches each card from here."
    )
    steps: ClassVar = (
        _("In Instagram, switch the account to a professional one and link it to your Facebook Page."),
        _("On developers.facebook.com, create an app with the use case “Manage messaging and content on Instagram”."),
        _("Switch the app to “Live”: what an app in development publishes is seen by its own team alone."),
        _(
            "Open the Graph API Explorer, choose the app, and add these permissions: pages_show_list, "
            "pages_read_engagement, instagram_basic, instagram_content_publish, instagram_manage_contents."
        ),
        _("Press “Generate access token”, and choose the Page and its Instagram account when you are asked."),
        _("Copy here the token, and the number and the secret from the app's basic settings."),
    )
    button = _("Connect the account")

    def connect(self, renewed: Account | None) -> Account:
        page = self.open_page()
        found = page.get("instagram_business_account")
        if not isinstance(found, dict) or not found.get("id") or not found.get("username"):
            raise NotConnectedError(
                _("No professional Instagram account is linked to this Page, or it was not chosen.")
            )
        account = RemoteAccount(
            network="instagram",
            server=GRAPH,
            remote_id=str(found["id"]),
            handle=f"@{found['username']}",
            label=str(found.get("name") or found["username"]),
            keys={"access_token": page["access_token"]},
            scopes=PERMISSIONS,
        )
        return keep_account(account, renewed.pk if renewed else None)
