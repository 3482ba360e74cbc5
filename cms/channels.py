"""The registry of channels, and the interface that `cms` calls on each of them without importing it.

Each channel registers itself in its `AppConfig.ready()`. So withdrawal, the home page, the calendar and the previews
are in `cms` and reach the newsletter and the campaigns, although `cms` imports neither.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import ngettext

from cms.consent.gate import Use
from cms.consent.lost_approvals import LostApproval
from cms.core.errors import NotPermittedError
from cms.models import Item, Kind
from cms.users.models import User


@dataclass(frozen=True)
class Copy:
    """One appearance of an item somewhere.

    `reference` is the channel's own name for it (for example "post:12"), unique within the channel. `is_pending` says
    that taking it back needs a network: the channel reports the result with `cms.withdrawal.withdraw.settle_receipt`.
    `network` names the one it is on, for consents limited to some networks. `short` is the label for places that show
    the words beside it. `facts` describe it in plain values, none of them anybody's words: `Channel.label_of` makes the
    label of them in any language. `since` is when it went out, None while it has not.
    """

    reference: str
    label: str
    url: str = ""
    is_pending: bool = False
    network: str = ""
    short: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None


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
    """How an item looks in a channel: a mode of Wagtail's preview panel. `render` answers complete HTML.

    `policy` is the content security policy it is shown under, where the public pages' own is too narrow for it.
    """

    name: str
    label: str
    render: Callable[[Any, HttpRequest], str]
    policy: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Mailing:
    """What the readers of one language got of a mail, for the report on impact. `key` is the same for all languages of
    a mail; `items` are the keys of the items in it."""

    key: int
    label: str
    at: datetime
    language: str
    readers: int
    items: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SharedPost:
    """A post about an item that is out, for the report on impact.

    `hours` is its age when it was last measured, None while it was not. What its network does not tell is None, which
    is not 0. `is_made_up`: the network is a simulation, and so are its numbers.
    """

    item: int
    network: str
    network_label: str
    at: datetime
    campaign: int | None = None
    url: str = ""
    card_url: str = ""
    is_made_up: bool = False
    hours: int | None = None
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None
    views: int | None = None
    clicks: int | None = None


@dataclass(frozen=True)
class SearchPlace:
    """Somewhere a drill looks for an item's words, as somebody from outside or a colleague would."""

    label: str
    has_words: Callable[[], bool]


class Channel:
    """A way content goes out. Override the methods that apply; the others return nothing."""

    name: str = ""
    label: Any = ""
    # What its copies are a use of: terms that no longer cover that use take them back.
    use: Use | None = None
    # The kinds of content it carries.
    kinds: Collection[Kind] = tuple(Kind)
    # Its copies are made anew at each reading, so that terms which show less need nothing taken back.
    is_rendered_at_each_reading: bool = False
    # Who may approve what goes out; empty where nothing is approved as a whole.
    approve_permission: str = ""

    def networks(self) -> list[tuple[str, Any]]:
        """The networks it reaches, name and label: a person may limit their consent to some of them."""
        return []

    def copies_of(self, item: Item) -> list[Copy]:
        """Where `item` appears, or is about to, through this channel."""
        return []

    def copies_at(self, item: Item, at: datetime) -> list[Copy]:
        """`copies_of` as it was `at` an earlier moment, for copies that vanish by themselves as time passes."""
        return self.copies_of(item)

    def ever_out(self) -> QuerySet[Any, Any]:
        """The keys of the items that are or were out through this channel, as a query of one column."""
        return Item.objects.none().values("pk")

    def take_back(self, item: Item) -> list[Copy]:
        """Take `item` back from everywhere. Local effects happen in the caller's transaction, network effects become
        rows that a worker carries out. Answers the copies there were, those still on their way as pending."""
        return []

    def take_back_from(self, item: Item, networks: Collection[str]) -> list[Copy]:
        """`take_back` for these networks only. A channel that cannot tell them apart takes back everything."""
        return self.take_back(item)

    def copies_of_all(self, items: Sequence[Item], at: datetime | None = None) -> dict[int, list[Copy]]:
        """`copies_of` many items, or `copies_at`, by the items' keys. Override it where one query finds all."""
        return {item.pk: self.copies_at(item, at) if at else self.copies_of(item) for item in items}

    def take_back_all(self, items: Sequence[Item], networks: Collection[str] | None = None) -> dict[int, list[Copy]]:
        """`take_back` of many items, from these `networks` only where given, by their keys."""
        return {
            item.pk: self.take_back(item) if networks is None else self.take_back_from(item, networks) for item in items
        }

    def forget(self, items: Collection[Item]) -> None:
        """Items that were withdrawn are erased: leave nothing of their words. In the caller's transaction."""

    def forget_addresses(self, items: Collection[Item]) -> None:
        """No copy of the erased `items` is left to take back: leave nothing of where they were."""

    def label_of(self, facts: Mapping[str, str], headline: str = "") -> str:
        """What a copy with these `facts` is called, in the reader's language. `headline` tells apart whose words it
        is a copy of, where several stand together. Empty where the channel keeps no facts."""
        return ""

    def effect(self, taken: Sequence[tuple[Item, Copy]]) -> list[str]:
        """What taking these copies of these items back will do, in sentences: shown before it is done."""
        count = len({copy.reference for _item, copy in taken})
        sentence = ngettext(
            "%(channel)s: %(count)d copy is taken back.", "%(channel)s: %(count)d copies are taken back.", count
        )
        return [sentence % {"channel": self.label, "count": count}] if count else []

    def waiting_for(self, user: Any) -> list[Waiting]:
        """What waits for `user`."""
        return []

    def compare_approvals(self) -> bool:
        """Compare a slice of the approvals in doubt with what is there now, and withdraw those of something else.
        Whether any was in doubt."""
        return False

    def count_lost_approvals(self) -> int:
        """How many things lost their approval and wait for a decision."""
        return 0

    def lost_approvals(self, keys: set[int] | None = None) -> list[LostApproval]:
        """Those things, or those of them with these keys, each with what differs."""
        return []

    def approve_again(self, key: int, seen: str, by: User) -> None:
        """Approve the thing with this key as it was `seen`. Raises a CosechaError where it may not be."""
        raise NotPermittedError

    def agenda(self, start: datetime, end: datetime) -> list[Appointment]:
        """What goes out from `start` until before `end`."""
        return []

    def mailings(self, start: datetime, end: datetime) -> list[Mailing]:
        """The mail that went to its readers from `start` until before `end`."""
        return []

    def shared_posts(self, start: datetime, end: datetime) -> list[SharedPost]:
        """The posts published from `start` until before `end` that are out now."""
        return []

    def campaigns(self) -> list[tuple[int, str]]:
        """What its posts belong to, key and name: a report may be about one of them."""
        return []

    def previews(self, kind: str) -> list[Preview]:
        """The preview modes this channel adds to content of `kind`, one of its `kinds`."""
        return []

    def rehearse(self, items: list[Item], by: User) -> None:
        """For a drill: put `items` out in every way this channel has. What a worker does may still be on its way."""

    def places(self, items: list[Item]) -> list[SearchPlace]:
        """For a drill: where `items` can be seen once they are published."""
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


def channels_of(kind: str) -> Iterator[Channel]:
    """The channels that carry content of `kind`."""
    return (channel for channel in channels() if kind in channel.kinds)


def uses_of(kind: str) -> list[Use]:
    """What content of `kind` can be used for: the website shows every kind."""
    carried = {channel.use for channel in channels_of(kind)}
    return [use for use in Use if use == Use.WEB or use in carried]


def networks() -> list[tuple[str, Any]]:
    """Every network that some channel reaches, name and label."""
    return list(dict(network for channel in channels() for network in channel.networks()).items())


def copies_of(item: Item) -> Iterable[tuple[Channel, Copy]]:
    """Every copy of `item`, with the channel it is in."""
    return ((channel, copy) for _item, channel, copy in copies_of_all([item]))


def copies_of_all(items: Sequence[Item]) -> Iterable[tuple[Item, Channel, Copy]]:
    """Every copy of `items`, with its item and the channel it is in: as many queries for one item as for a thousand."""
    found = [(channel, channel.copies_of_all(items)) for channel in channels()]
    for item in items:
        for channel, copies in found:
            for copy in copies.get(item.pk, ()):
                yield item, channel, copy
