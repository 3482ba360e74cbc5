"""One call of the Bot API. The bot's token stands in the address, so no address is ever told.

https://core.telegram.org/bots/api#making-requests
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeVar

import requests
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import (
    CannotTakeDownError,
    NetworkError,
    RefusedError,
    UnknownOutcomeError,
    WaitUntilError,
)
from campaigns.networks.calls import ask
from campaigns.networks.failures import LONGEST_WAIT, UNREADABLE, NotThereError, failure_of, wait_until
from cms.core.http.outbound import Exchange

API = "https://api.telegram.org"
UNKNOWN_TOKEN = _("Telegram does not know this bot any more. Copy its token from BotFather again.")
NOT_ADMINISTRATOR = _("The bot may not publish in the channel. Make it an administrator of the channel again.")
NO_CHANNEL = _("Telegram does not know this channel, or the bot is not in it.")

Result = TypeVar("Result")


def call(server: str, token: str, method: str, read: Callable[[Any], Result], **request: Any) -> Result:
    """What `read` makes of the result. Raises one of the four failures."""
    return ask(
        "POST",
        f"{server}/bot{token}/{method}",
        lambda response: read(response.json()["result"]),
        judge=failure_of_call,
        secrets=(token,),
        **request,
    )


def failure_of_call(last: Exchange) -> NetworkError:
    """Of an answer that is not in Telegram's own form nobody knows whether it is Telegram's: the outcome is unknown."""
    if last.response is None:
        return failure_of(last)
    detail = f"{last.response.status_code} {last.response.text[:200]}"
    try:
        said = last.response.json()
        code, words = int(said["error_code"]), str(said["description"])
    except UNREADABLE:
        return UnknownOutcomeError(detail=detail)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return WaitUntilError(_until(said, last.response), detail=detail)
    # Of a token that is none at all, it says that the address does not exist.
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        return RefusedError(UNKNOWN_TOKEN, detail=detail, needs_reconnect=True)
    if code == HTTPStatus.FORBIDDEN:
        return RefusedError(NOT_ADMINISTRATOR, detail=detail, needs_reconnect=True)
    if code == HTTPStatus.BAD_REQUEST:
        return _refusal(words, detail)
    return UnknownOutcomeError(detail=detail)


def _refusal(words: str, detail: str) -> RefusedError:
    """All of them have one number: only their fixed words tell them apart.

    https://github.com/tdlib/telegram-bot-api telegram-bot-api/Client.cpp
    """
    if "message to delete not found" in words or "MESSAGE_ID_INVALID" in words:
        return NotThereError(detail=detail)
    if "message can't be deleted" in words:
        return CannotTakeDownError(detail=detail)
    if "administrator rights" in words or "not enough rights" in words:
        return RefusedError(NOT_ADMINISTRATOR, detail=detail, needs_reconnect=True)
    if "chat not found" in words:
        return RefusedError(NO_CHANNEL, detail=detail)
    return RefusedError(words[:300], detail=detail)


def _until(said: dict[str, Any], response: requests.Response) -> Any:
    try:
        seconds = int(said["parameters"]["retry_after"])
    except UNREADABLE:
        return wait_until(response.headers)
    return timezone.now() + min(timedelta(seconds=max(seconds, 1)), LONGEST_WAIT)
