"""Connecting a Page by an app of one's own."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.connection import RemoteAccount, keep_account
from campaigns.networks.graph.network import GRAPH
from campaigns.networks.graph.page_form import PageForm

PERMISSIONS = "pages_show_list, pages_manage_posts, pages_read_engagement, pages_read_user_content"


class FacebookForm(PageForm):
    """A Page of Facebook."""

    intro = _(
        "Facebook lets only apps publish on Pages, so you make one of your own. It needs no review as long as the Page "
        "and the app belong to the same people."
    )
    steps: ClassVar = (
        _("On developers.facebook.com, create an app with the use case “Manage everything on your Page”."),
        _("Switch the app to “Live”: what an app in development publishes is seen by its own team alone."),
        _(
            "Open the Graph API Explorer, choose the app, and add these permissions: pages_show_list, "
            "pages_manage_posts, pages_read_engagement, pages_read_user_content."
        ),
        _("Press “Generate access token”, and choose the Page when you are asked."),
        _("Copy here the token, and the number and the secret from the app's basic settings."),
    )
    button = _("Connect the Page")

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {"page": account.remote_id}

    def connect(self, renewed: Account | None) -> Account:
        page = self.open_page()
        found = RemoteAccount(
            network="facebook",
            server=GRAPH,
            remote_id=page["id"],
            handle=str(page.get("username") or page["id"]),
            label=page["name"],
            keys={"access_token": page["access_token"]},
            scopes=PERMISSIONS,
        )
        return keep_account(found, renewed.pk if renewed else None)
