"""What every network answers to, and the four ways in which it can fail.

A network's module says honestly what its API allows. Failures are told apart by exception, never by text:
not sent (try again freely), refused (a person must mend something), wait until (try again then), and unknown
(it may be there: look before trying again).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from campaigns.networks.text_length import Measure
from cms.core.errors import CosechaError

if TYPE_CHECKING:
    from campaigns.models import Account
    from campaigns.networks.oauth import Connector


@dataclass(frozen=True)
class Limits:
    """What fits in a post. `counts_warning`: a content warning takes room from its text."""

    text: Measure
    alt: Measure
    counts_warning: bool = False


@dataclass(frozen=True)
class Outgoing:
    """A post as it goes to the network. `key` is the same on every try; `since` is when the first try began.

    `tried_before`: it was on its way once, and the network said that it is not there; some networks err.
    A network that has content warnings shows `content_warning` and hides the rest until somebody chooses to read.
    """

    key: str
    text: str
    alt_text: str
    language: str
    card: bytes | None
    since: datetime
    content_warning: str = ""
    tried_before: bool = False


@dataclass(frozen=True)
class Live:
    """A post that is on the network."""

    remote_id: str
    url: str


class NetworkError(CosechaError):
    """A network did not do what it was asked."""


class NotSentError(NetworkError):
    """Nothing reached the network."""

    sentence = _("The network cannot be reached.")


class RefusedError(NetworkError):
    """The network understood and said no. `needs_reconnect`: it does not accept the account's key any more."""

    sentence = _("The network refused it.")

    def __init__(self, sentence: Any = None, *, detail: str = "", needs_reconnect: bool = False) -> None:
        super().__init__(sentence, detail=detail)
        self.needs_reconnect = needs_reconnect


class WaitUntilError(NetworkError):
    """Too much at once: not before `until`."""

    sentence = _("The network asks to wait.")

    def __init__(self, until: datetime, *, detail: str = "") -> None:
        super().__init__(detail=detail)
        self.until = until


class UnknownOutcomeError(NetworkError):
    """The answer was lost: it may be on the network."""

    sentence = _("The network's answer was lost.")


class ByHandError(NetworkError):
    """Only a person can publish there, and it is their turn."""

    sentence = _("It is your turn: copy it there, and say so here.")


class Network:
    """One social network. `can_find` says whether `find` can ever tell; on one that has no content warning of its own,
    the warning is the first line of the text."""

    name: str = ""
    label: Any = ""
    # What staff who choose a network read about it.
    about: Any = ""
    can_find: bool = False
    has_content_warning: bool = False
    # How accounts are connected by the network's own page; None where a form is enough.
    connector: "Connector | None" = None
    # A person publishes, looks and takes down.
    is_by_hand: bool = False
    # Posts stay on this installation: links that work nowhere else do no harm.
    is_local: bool = False

    def warning_apart(self, warning: str) -> str:
        """A content warning where the network shows it apart from the text; nothing where it stands in the text."""
        return warning if self.has_content_warning else ""

    def limits(self, account: "Account") -> Limits:
        """What fits in a post of this account."""
        raise NotImplementedError

    def publish(self, account: "Account", post: Outgoing) -> Live:
        """Put `post` on the network. Raises one of the four failures."""
        raise NotImplementedError

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        """The post, if it is on the network; None when it surely is not. Raises a failure when that cannot be told."""
        raise NotImplementedError

    def take_down(self, account: "Account", remote_id: str) -> None:
        """Remove a post. One that is already gone is no failure."""
        raise NotImplementedError
