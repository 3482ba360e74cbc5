"""Publishing to a channel: a photo with its caption. A bot cannot read what stands there, so doubt is a person's."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import Limits, Live, Network, Outgoing, Pace, UnknownOutcomeError
from campaigns.networks.credentials import credentials_of
from campaigns.networks.failures import NotThereError
from campaigns.networks.own_posts import names_in, trailing_number
from campaigns.networks.pictures import PictureLimit, fit
from campaigns.networks.telegram.client import call
from campaigns.networks.telegram.connect import ChannelForm, channel_of
from campaigns.networks.text_length import Measure, count_utf16

if TYPE_CHECKING:
    from campaigns.models import Account

MOST_PHOTO_BYTES = 10_000_000
# Each post has its card, so its text is a caption, counted in UTF-16: https://core.telegram.org/api/entities
LIMITS = Limits(text=Measure(count_utf16, 1024), alt=None, picture=PictureLimit(MOST_PHOTO_BYTES))


class Telegram(Network):
    name = "telegram"
    label = _("Telegram channel")
    about = _(
        "A channel, through a bot of yours. Telegram keeps no description of images, and a bot cannot look whether a "
        "post is there. Tried against a stand-in, not yet on Telegram itself."
    )
    # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    paces = (Pace(20, timedelta(minutes=1)),)
    take_down_paces = (Pace(20, timedelta(minutes=1)),)
    connect_form = ChannelForm

    def limits(self, account: "Account") -> Limits:
        return LIMITS

    def publish(self, account: "Account", post: Outgoing) -> Live:
        channel = {"chat_id": account.remote_id}
        if post.card is None:
            return self._call(account, "sendMessage", live_of, json={**channel, "text": post.text})
        picture = fit(post.card, LIMITS.picture)
        return self._call(
            account,
            "sendPhoto",
            live_of,
            data={**channel, "caption": post.text, **({"has_spoiler": "true"} if post.is_sensitive else {})},
            files={"photo": (picture.file_name, picture.content, picture.mime)},
        )

    def find(self, account: "Account", post: Outgoing) -> NoReturn:
        raise UnknownOutcomeError(detail="a bot cannot read a channel")

    def remote_id_of(self, account: "Account", address: str) -> str:
        """Each channel counts its own messages."""
        parts = urlsplit(address)
        own = {account.handle.removeprefix("@").lower(), account.remote_id.removeprefix("-100")}
        return trailing_number(address) if parts.hostname == "t.me" and own & names_in(parts.path) else ""

    def take_down(self, account: "Account", remote_id: str) -> bool:
        try:
            fields = {"chat_id": account.remote_id, "message_id": int(remote_id)}
            self._call(account, "deleteMessage", bool, json=fields)
        except NotThereError:
            return False
        return True

    def check(self, account: "Account") -> None:
        channel_of(account.server, credentials_of(account)["token"], account.remote_id)

    def _call(self, account: "Account", method: str, read: Any, **request: Any) -> Any:
        return call(account.server, credentials_of(account)["token"], method, read, **request)


def live_of(message: dict[str, Any]) -> Live:
    """https://core.telegram.org/bots/api#message"""
    number, chat = str(message["message_id"]), message["chat"]
    # Of a channel without a public name, readers who are in it can open this.
    place = chat.get("username") or f"c/{str(chat['id']).removeprefix('-100')}"
    return Live(remote_id=number, url=f"https://t.me/{place}/{number}")
