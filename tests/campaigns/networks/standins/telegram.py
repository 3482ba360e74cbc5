"""The Bot API with one bot in one channel. It has no way to read a channel, and no memory of what was sent before.

Switches in its state: `revoked`, `kicked`, `rights` of the bot, `flood` for a wait of 17 seconds, `is_old` for messages
that cannot be deleted any more. https://core.telegram.org/bots/api
"""

from __future__ import annotations

from typing import Any, ClassVar

from tests.campaigns.networks.standins.handler import StandIn, new_number

TOKEN = "123456789:AAtoken-of-the-bot_0123456789abcdefgh"
CHANNEL = {"id": -1001234567890, "title": "Red Semillas", "username": "red_semillas", "type": "channel"}
MOST_CAPTION, MOST_TEXT = 1024, 4096


def no(code: int, description: str, **parameters: Any) -> tuple[int, Any]:
    said: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return code, said | ({"parameters": parameters} if parameters else {})


class TelegramStandIn(StandIn):
    fresh: ClassVar[dict[str, Any]] = {
        "messages": [],
        "revoked": False,
        "kicked": False,
        "flood": False,
        "is_old": False,
        "rights": ["can_post_messages", "can_delete_messages"],
    }
    routes: ClassVar[list[tuple[str, str, str]]] = [
        ("POST", "/bot([^/]+)/(getMe|getChat|getChatMember|sendPhoto|sendMessage|deleteMessage)", "call"),
    ]

    def call(self, token: str, method: str) -> tuple[int, Any]:
        if token != TOKEN or self.state["revoked"]:
            return no(401, "Unauthorized")
        if self.state["flood"]:
            return no(429, "Too Many Requests: retry after 17", retry_after=17)
        is_form = self.headers.get("Content-Type", "").startswith("multipart/")
        sent = self.parts() if is_form else self.json() if self.body else {}
        if method != "getMe" and self.text_of(sent, "chat_id") not in (str(CHANNEL["id"]), f"@{CHANNEL['username']}"):
            return no(400, "Bad Request: chat not found")
        if method not in ("getMe", "getChat") and self.state["kicked"]:
            return no(403, "Forbidden: bot was kicked from the channel chat")
        return getattr(self, method)(sent)

    def text_of(self, sent: dict[str, Any], name: str) -> str:
        value = sent.get(name, "")
        return value.decode() if isinstance(value, bytes) else str(value)

    def getMe(self, _sent: Any) -> tuple[int, Any]:
        return 200, {"ok": True, "result": {"id": 123456789, "is_bot": True, "username": "red_bot"}}

    def getChat(self, _sent: Any) -> tuple[int, Any]:
        return 200, {"ok": True, "result": CHANNEL}

    def getChatMember(self, sent: Any) -> tuple[int, Any]:
        if sent.get("user_id") != 123456789:
            return no(400, "Bad Request: user not found")
        rights = dict.fromkeys(self.state["rights"], True)
        return 200, {"ok": True, "result": {"status": "administrator" if rights else "member", **rights}}

    def sendPhoto(self, sent: dict[str, bytes]) -> tuple[int, Any]:
        caption = self.text_of(sent, "caption")
        if not sent["photo"].startswith((b"\x89PNG", b"\xff\xd8")):
            return no(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if len(caption.encode("utf-16-le")) // 2 > MOST_CAPTION:
            return no(400, "Bad Request: message caption is too long")
        spoiler = {"has_media_spoiler": True} if sent.get("has_spoiler") == b"true" else {}
        return self.keep(caption=caption, photo=[{"file_size": len(sent["photo"])}], **spoiler)

    def sendMessage(self, sent: dict[str, Any]) -> tuple[int, Any]:
        if not 0 < len(sent["text"].encode("utf-16-le")) // 2 <= MOST_TEXT:
            return no(400, "Bad Request: message is too long")
        return self.keep(text=sent["text"])

    def keep(self, **content: Any) -> tuple[int, Any]:
        if "can_post_messages" not in self.state["rights"]:
            return no(400, "Bad Request: need administrator rights in the channel chat")
        message = {"message_id": int(new_number()), "chat": CHANNEL, "sender_chat": CHANNEL, **content}
        self.state["messages"].append(message)
        return 200, {"ok": True, "result": message}

    def deleteMessage(self, sent: dict[str, Any]) -> tuple[int, Any]:
        found = [one for one in self.state["messages"] if one["message_id"] == sent["message_id"]]
        if not found:
            return no(400, "Bad Request: message to delete not found")
        if self.state["is_old"]:
            return no(400, "Bad Request: message can't be deleted for everyone")
        self.state["messages"].remove(found[0])
        return 200, {"ok": True, "result": True}
