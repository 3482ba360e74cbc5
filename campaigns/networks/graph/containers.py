"""Networks on which a post is a container first, that nobody sees, for which they fetch the card; then it is published.

https://developers.facebook.com/docs/instagram-platform/content-publishing/
https://developers.facebook.com/docs/threads/posts
"""

import time
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import Live, NetworkError, NotSentError, Outgoing, UnknownOutcomeError
from campaigns.networks.calls import seen_by_nobody
from campaigns.networks.failures import NotThereError
from campaigns.networks.graph.card_address import LIFETIME, TRIAL, address_of_card
from campaigns.networks.graph.failures import CANNOT_FETCH
from campaigns.networks.graph.network import GraphNetwork, notice_of
from campaigns.networks.own_posts import NEWEST, OwnPost, find_among, moment
from cms.core.http.public_address import require_public_address

if TYPE_CHECKING:
    from campaigns.models import Account

CONTAINER = "container"
PUBLISHED, FINISHED, IN_PROGRESS, FORGOTTEN = "PUBLISHED", "FINISHED", "IN_PROGRESS", "FORGOTTEN"
# How often, and after how many seconds, a container is looked at whose card is still being read.
LOOKS, PAUSE = 10, 2


class ContainerNetwork(GraphNetwork):
    """The names that differ: of the edges of an account, and of the fields of a container and of a post."""

    fetches_cards = True
    containers: ClassVar[str]
    publisher: ClassVar[str]
    posts: ClassVar[str]
    status_field: ClassVar[str]
    text_field: ClassVar[str]

    def fields_of(self, text: str, card_address: str, alt_text: str) -> dict[str, str]:
        """The fields of a container. Raises RefusedError where the network does not take it."""
        raise NotImplementedError

    def publish(self, account: "Account", post: Outgoing) -> Live:
        if post.tried_before and (there := self.find(account, post)):
            return there
        fields = self.fields_of(post.text, post.card_address if post.card else "", post.alt_text)
        with seen_by_nobody():
            container = post.steps.get(CONTAINER)
            if not container:
                container = self._create(account, fields)
                post.steps.keep(CONTAINER, container, timezone.now() + LIFETIME)
            status = self._wait_for(account, container)
        if status != FINISHED:
            post.steps.keep(CONTAINER, "")
            raise NotSentError(CANNOT_FETCH, detail=f"container {container}: {status}")
        publish, asked = f"{account.remote_id}/{self.publisher}", {"creation_id": container}
        number: str = self.call(account, "POST", publish, lambda said: str(said["id"]), data=asked)
        return self._live(account, number, post)

    def _create(self, account: "Account", fields: dict[str, str]) -> str:
        path, fields = f"{account.remote_id}/{self.containers}", {name: said for name, said in fields.items() if said}
        return self.call(account, "POST", path, lambda said: str(said["id"]), data=fields)

    def _wait_for(self, account: "Account", container: str) -> str:
        """What came of the container, once its card was read. Raises NotSentError while it still is."""
        for look in range(LOOKS):
            time.sleep(PAUSE if look else 0)
            try:
                status = self._status(account, container)
            except NotThereError:
                return FORGOTTEN
            if status != IN_PROGRESS:
                return status
        raise NotSentError(_("The network has not finished reading the image."), detail=container)

    def _status(self, account: "Account", container: str) -> str:
        """FINISHED, IN_PROGRESS, PUBLISHED, EXPIRED or ERROR."""
        asked = {"fields": self.status_field}
        return self.call(account, "GET", container, lambda said: str(said[self.status_field]), params=asked)

    def _live(self, account: "Account", number: str, post: Outgoing) -> Live:
        """The post is out: whatever goes wrong from here on is no failure of publishing."""
        asked = {"fields": "id,permalink,alt_text"}
        try:
            address, shown = self.call(
                account, "GET", number, lambda said: (str(said["permalink"]), said.get("alt_text")), params=asked
            )
        except NetworkError as error:
            raise UnknownOutcomeError(detail=error.detail) from error
        return Live(number, address, notice=notice_of(shown, post.alt_text) if post.card else "")

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        status = self._status_of_kept(account, post)
        if status not in ("", PUBLISHED):
            return None
        asked = {"fields": f"id,{self.text_field},permalink,timestamp", "limit": NEWEST}
        newest = self.call(account, "GET", f"{account.remote_id}/{self.posts}", self._own_posts, params=asked)
        found = find_among(account, post, newest)
        if found is None and status == PUBLISHED:
            raise UnknownOutcomeError(detail="it is published, but not among the newest posts")
        return found

    def _status_of_kept(self, account: "Account", post: Outgoing) -> str:
        """What came of the container of `post`; empty where none is known any more."""
        container = post.steps.get(CONTAINER)
        try:
            return self._status(account, container) if container else ""
        except NotThereError:
            # It may have been published all the same.
            return ""

    def _own_posts(self, said: dict[str, Any]) -> list[OwnPost]:
        return [
            OwnPost(str(row["id"]), str(row["permalink"]), row[self.text_field], moment(row["timestamp"]))
            for row in said["data"]
            if row.get(self.text_field)
        ]

    def check(self, account: "Account") -> None:
        """Lets the network fetch a picture from here, into a container that is never published."""
        require_public_address()
        self.see_account(account)
        container = self._create(account, self.fields_of("", address_of_card(TRIAL), ""))
        if self._wait_for(account, container) != FINISHED:
            raise NotSentError(CANNOT_FETCH, detail=container)
