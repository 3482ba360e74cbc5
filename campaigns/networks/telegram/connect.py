"""Connecting a channel: the token of a bot that is its administrator, and the channel's name."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account
from campaigns.networks.base import RefusedError
from campaigns.networks.connection import ConnectForm, RemoteAccount, keep_account
from campaigns.networks.telegram.client import API, NOT_ADMINISTRATOR, call

TOKEN = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,100}")
# A public name, or the number of a channel without one.
CHANNEL = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100[0-9]{5,15}")
MAY_NOT_DELETE = _(
    "The bot may publish, but not delete messages: what is withdrawn would stay there. Give it that right too in the "
    "channel's list of administrators."
)


class ChannelForm(ConnectForm):
    """A bot's token and its channel."""

    intro = _(
        "Cosecha publishes through a bot that belongs to you. It costs nothing, and the bot sees nothing of your own "
        "account."
    )
    steps: ClassVar = (
        _("In Telegram, open a chat with @BotFather and send /newbot. It asks for a name, and answers with a token."),
        _("Open your channel, its administrators, “Add administrator”, and look for the bot by its name."),
        _("Leave it two rights: to post messages, and to delete messages."),
        _("Copy the token here, with the name of the channel."),
    )
    drawing = "campaigns/connect/telegram.svg"
    button = _("Connect the channel")

    token = forms.CharField(
        label=_("Token of the bot"),
        max_length=150,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "placeholder": "123456789:AA…"}),
        help_text=_("Whoever has it can publish in the channel. Cosecha encrypts it and never shows it again."),
    )
    channel = forms.CharField(
        label=_("Channel"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": "@canal", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Its public name with the @, or the link to it. Of a private channel, its number: -100…"),
    )

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"].strip()
        if not TOKEN.fullmatch(token):
            raise forms.ValidationError(_("This is not a bot's token: it looks like 123456789:AA…"))
        return token

    def clean_channel(self) -> str:
        typed = re.sub(r"^(https?://)?t\.me/", "", self.cleaned_data["channel"].strip()).strip("/")
        channel = typed if typed.startswith(("@", "-")) else f"@{typed}"
        if not CHANNEL.fullmatch(channel):
            raise forms.ValidationError(_("This is not the name of a channel."))
        return channel

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        return {"channel": account.handle}

    def connect(self, renewed: Account | None) -> Account:
        token, typed = self.cleaned_data["token"], self.cleaned_data["channel"]
        channel = channel_of(API, token, typed)
        name = channel.get("username")
        found = RemoteAccount(
            network="telegram",
            server=API,
            remote_id=str(channel["id"]),
            handle=f"@{name}" if name else str(channel["id"]),
            label=str(channel.get("title") or typed),
            keys={"token": token},
        )
        return keep_account(found, renewed.pk if renewed else None)


def channel_of(server: str, token: str, channel: str) -> dict[str, Any]:
    """The channel as Telegram tells of it. Raises a failure where the bot may not publish and delete there.

    https://core.telegram.org/bots/api#chatmemberadministrator
    """
    bot = call(server, token, "getMe", lambda me: int(me["id"]))
    found = call(server, token, "getChat", lambda chat: {"id": chat["id"], **chat}, json={"chat_id": channel})
    if found.get("type") != "channel":
        raise RefusedError(_("This is not a channel."), detail=str(found.get("type")))
    asked = {"chat_id": channel, "user_id": bot}
    rights: dict[str, Any] = call(server, token, "getChatMember", dict, json=asked)
    if rights.get("status") != "administrator" or not rights.get("can_post_messages"):
        raise RefusedError(NOT_ADMINISTRATOR, detail=str(rights.get("status")), needs_reconnect=True)
    if not rights.get("can_delete_messages"):
        raise RefusedError(MAY_NOT_DELETE)
    return found
