"""What every network answers to, and the four ways in which it can fail.

A network's module says honestly what its API allows. Failures are told apart by exception, never by text:
not sent (try again freely), refused (a person must mend something), wait until (try again then), and unknown
(it may be there: look before trying again).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

from campaigns.networks.pictures import PictureLimit
from campaigns.networks.steps import MemorySteps, Steps
from campaigns.networks.text_length import Measure
from cms.core.errors import CosechaError
from media.text.kept import kept

if TYPE_CHECKING:
    from campaigns.models import Account
    from campaigns.networks.connection import ConnectForm
    from campaigns.networks.oauth import Connector


@dataclass(frozen=True)
class Limits:
    """What fits in a post. `alt` is None where the network keeps no description of an image; `counts_warning`: a
    content warning takes room from its text."""

    text: Measure
    alt: Measure | None
    counts_warning: bool = False
    picture: PictureLimit = field(default_factory=PictureLimit)


@dataclass(frozen=True)
class Pace:
    """At most `count` in any `period`."""

    count: int
    period: timedelta


@dataclass(frozen=True)
class Outgoing:
    """A post as it goes to the network. `key` is the same on every try; `since` is when the first try began.

    `texts` are the parts of a thread, mostly one; the card goes with the first. `title` and `link` are those of what
    it is about, for a preview where there is no card.
    `tried_before`: it was on its way once, and the network said that it is not there; some networks err.
    A network that has content warnings shows `content_warning` and hides the rest until somebody chooses to read;
    of others, some blur the picture of what `is_sensitive`, whose warning stands in the text.
    `card_address` is where a network can fetch the card itself, while the post is on its way there.
    `steps` remembers what was already done of it, over crashes.
    """

    key: str
    texts: tuple[str, ...]
    alt_text: str
    language: str
    card: bytes | None
    since: datetime
    content_warning: str = ""
    tried_before: bool = False
    is_sensitive: bool = False
    title: str = ""
    link: str = ""
    card_address: str = ""
    steps: Steps = field(default_factory=MemorySteps)

    @property
    def text(self) -> str:
        """All of it, for a network without threads."""
        return "\n\n".join(self.texts)


# What staff read of a post whose network kept no description of its image.
NO_DESCRIPTION = _("The network shows the image without its description. Add it there.")


@dataclass(frozen=True)
class Live:
    """A post that is on the network. `rest` are the numbers of the further parts of a thread; `notice` is what staff
    should know of it, although it is out. Of one that is not whole, later parts are missing."""

    remote_id: str
    url: str
    rest: tuple[str, ...] = ()
    notice: str = ""
    is_whole: bool = True


@dataclass(frozen=True)
class Reactions:
    """What came of a post so far; None for what its network does not tell."""

    likes: int | None = None
    shares: int | None = None
    replies: int | None = None
    views: int | None = None
    clicks: int | None = None


class NetworkError(CosechaError):
    """A network did not do what it was asked. Its words and `detail` are as a database can keep them."""

    def __init__(self, sentence: Any = None, *, detail: str = "") -> None:
        super().__init__(kept(sentence) if isinstance(sentence, str) else sentence, detail=kept(detail))


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


class NotRenewableError(RefusedError):
    """An account's keys carry nothing with which a program could renew them: only a person can."""

    sentence = _("Connect this account again before its key ends.")


class CannotTakeDownError(RefusedError):
    """The network does not let it be removed through its API, or not any more: only a person can."""

    sentence = _("The network does not let this be removed from here: remove it there by hand.")


class UnknownOutcomeError(NetworkError):
    """The answer was lost: it may be on the network."""

    sentence = _("The network's answer was lost.")


class OnlyPersonCanTellError(UnknownOutcomeError):
    """It may be on the network, which does not show it however often it is asked."""


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
    can_measure: bool = False
    # Trying again right after an answer was lost doubles nothing.
    is_idempotent: bool = False
    # Seconds that pass at least before a post whose answer was lost is looked for: some show it a little later.
    look_after: float = 0
    # Publishing costs money.
    is_billed: bool = False
    has_threads: bool = False
    has_content_warning: bool = False
    # What an account may publish and remove within a time.
    paces: tuple[Pace, ...] = ()
    take_down_paces: tuple[Pace, ...] = ()
    # How accounts are connected: by a form, and where the network has a page for it, by that page.
    connector: "Connector | None" = None
    # Whether keys that end are renewed by a program: whenever they are used, some days in time, or by a person alone.
    renews: Literal["", "at use", "in time"] = ""
    # A person publishes, looks and takes down.
    is_by_hand: bool = False
    # It fetches cards from this installation, which has to have a public address.
    fetches_cards: bool = False
    # Posts stay on this installation: links that work nowhere else do no harm.
    is_local: bool = False

    def warning_apart(self, warning: str) -> str:
        """A content warning where the network shows it apart from the text; nothing where it stands in the text."""
        return warning if self.has_content_warning else ""

    @property
    def connect_form(self) -> "type[ConnectForm]":
        """What staff fill in to connect an account."""
        raise NotImplementedError

    def limits(self, account: "Account") -> Limits:
        """What fits in a post of this account."""
        raise NotImplementedError

    def cost_of(self, texts: tuple[str, ...], alt_text: str) -> Decimal:
        """What the network bills for publishing this with a card, in US dollars."""
        return Decimal(0)

    def publish(self, account: "Account", post: Outgoing) -> Live:
        """Put `post` on the network. Raises one of the four failures."""
        raise NotImplementedError

    def find(self, account: "Account", post: Outgoing) -> Live | None:
        """The post, if it is on the network; None when it surely is not. Raises a failure when that cannot be told."""
        raise NotImplementedError

    def remote_id_of(self, account: "Account", address: str) -> str:
        """The number of a post of `account` in its address, which somebody found; empty where it holds none."""
        return ""

    def take_down(self, account: "Account", remote_id: str) -> bool:
        """Remove a post; False where it was gone already. Raises CannotTakeDownError where only a person can."""
        raise NotImplementedError

    def is_there(self, account: "Account", remote_id: str) -> bool | None:
        """Whether a post that was published can still be read; None where the network cannot be asked."""
        return None

    def measure(self, account: "Account", remote_id: str) -> Reactions:
        """What came of a post so far; only where `can_measure`."""
        raise NotImplementedError

    def check(self, account: "Account") -> None:
        """Ask whether the account may publish, posting nothing. Raises a failure where it may not."""
        raise NotImplementedError

    def renew(self, values: dict[str, str]) -> dict[str, Any]:
        """New keys for those that end, as `keep_credentials` takes them; where `renews` says that a program may.

        Raises NotRenewableError where these keys are an exception.
        """
        raise NotImplementedError
