"""The sockets: what `cms` asks of every way content goes out, without knowing who answers.

Each channel registers itself in its `AppConfig.ready()`. So withdrawal, the home page, the calendar and the previews
live here, while the newsletter and the campaigns stay in their own rooms.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext

from cms.consent import Use
from cms.models import Item


@dataclass(frozen=True)
class Copy:
    """One appearance of an item somewhere.

    `reference` is the channel's own name for it (for example "post:12"), unique within the channel. `is_pending` says
    that taking it back needs a network: the channel calls `cms.withdrawal.settle` when it is done. `network` names the
    one it is on, for consents limited to some networks.
    """

    reference: str
    label: str
    url: str = ""
    is_pending: bool = False
    network: str = ""


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: one line of the home page, leading to where it is dealt with."""

    label: str
    count: int
    url: str
    icon: str = "tick"
    is_urgent: bool = False


@dataclass(frozen=True)
class Appointment:
    """Something that goes out at a time: one line of the agenda."""

    at: datetime
    label: str
    url: str
    icon: str = "calendar-alt"
    state: str = ""


@dataclass(frozen=True)
class Preview:
    """How an item looks in a channel: a mode of Wagtail's preview panel. `render` answers complete HTML."""

    name: str
    label: str
    render: Callable[[Any, HttpRequest], str]


class Channel:
    """A way content goes out. Override the questions that apply; the others answer with nothing."""

    name: str = ""
    label: Any = ""
    # What its copies are a use of: terms that no longer cover that use take them back.
    use: Use | None = None
    # Its copies are made anew at each reading, so that terms which show less need nothing taken back.
    is_rendered_at_each_reading: bool = False

    def networks(self) -> list[tuple[str, Any]]:
        """The networks it reaches, name and label: a person may limit their consent to some of them."""
        return []

    def copies_of(self, item: Item) -> list[Copy]:
        """Where `item` appears, or is about to, through this channel."""
        return []

    def take_back(self, item: Item) -> list[Copy]:
        """Take `item` back from everywhere. Local effects happen in the caller's transaction, network effects become
        rows that a worker carries out. Answers the copies there were, those still on their way as pending."""
        return []

    def take_back_from(self, item: Item, networks: Collection[str]) -> list[Copy]:
        """`take_back` for these networks only. A channel that cannot tell them apart takes back everything."""
        return self.take_back(item)

    def effect(self, copies: list[Copy]) -> list[str]:
        """What taking `copies` back will do, in sentences: shown before it is done."""
        sentence = ngettext(
            "%(channel)s: %(count)d copy is taken back.", "%(channel)s: %(count)d copies are taken back.", len(copies)
        )
        return [sentence % {"channel": self.label, "count": len(copies)}] if copies else []

    def waiting_for(self, user: Any) -> list[Waiting]:
        """What waits for `user`."""
        return []

    def agenda(self, start: datetime, end: datetime) -> list[Appointment]:
        """What goes out from `start` until before `end`."""
        return []

    def previews(self, kind: str) -> list[Preview]:
        """The preview modes this channel adds to wordings of `kind`."""
        return []

    def load_sample(self, sample: "Sample") -> None:
        """Add this channel's part of the sample. Called once, on an empty installation."""


@dataclass
class Sample:
    """What the sample has made so far, for the channels to build on."""

    user: Any
    items: list[Item] = field(default_factory=list)
    say: Callable[[str], None] = print


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make `channel` known. Registering the same name again replaces it."""
    _channels[channel.name] = channel


def channels() -> Iterator[Channel]:
    """Every channel, in the order of registration."""
    yield from _channels.values()


def networks() -> list[tuple[str, Any]]:
    """Every network that some channel reaches, name and label."""
    return list(dict(network for channel in channels() for network in channel.networks()).items())


def copies_of(item: Item) -> Iterable[tuple[Channel, Copy]]:
    """Every copy of `item`, with the channel it is in."""
    for channel in channels():
        for copy in channel.copies_of(item):
            yield channel, copy
