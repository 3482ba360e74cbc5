"""What is out, and what less allows: taking back exactly the copies that a change of consent no longer covers.

Three changes narrow what is allowed: newer terms, the end of a consent's last day, and moving an item to another
consent. Each asks the channels here, and leaves a receipt for each copy. Words that then say more than is allowed are
hidden by the gate, which is taking them back too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cms.channels import Channel, Copy, channels
from cms.consent.gate import refusal_of_terms
from cms.models import ConsentTerms, Credit, Item, TakeBack
from cms.users.models import User
from cms.withdrawal.withdraw import Copies, Removal, take_back_copies


@dataclass(frozen=True)
class Narrowing:
    """What a change asks of one channel: everything back, or only what is on some networks."""

    channel: Channel
    networks: frozenset[str] | None = None


def narrowings(
    before: ConsentTerms | None, after: ConsentTerms | None, day: date, *, is_renamed: bool = False
) -> list[Narrowing]:
    """What going from `before` to `after` asks of the channels on `day`. What is out was shown under `before`.

    `is_renamed` says that the words now are somebody else's: no copy may go on naming the one before.
    """
    found = []
    for channel in channels():
        if channel.use is None:
            continue
        shows_less = is_renamed or (before is not None and after is not None and reveals_less(before, after))
        if (shows_less and not channel.is_rendered_at_each_reading) or refusal_of_terms(after, channel.use, day):
            found.append(Narrowing(channel))
        elif after is not None and not after.allows_all_networks:
            refused = {name for name, _label in channel.networks() if refusal_of_terms(after, channel.use, day, name)}
            if refused:
                found.append(Narrowing(channel, frozenset(refused)))
    return found


def reveals_less(before: ConsentTerms, after: ConsentTerms) -> bool:
    """Whether something that `before` let be shown of the person may no longer be."""
    if any(
        getattr(before, name) and not getattr(after, name)
        for name in ("shows_face", "shows_place", "shows_organisation")
    ):
        return True
    if before.credit in (after.credit, Credit.ANONYMOUS):
        return False
    return not (before.credit == Credit.FIRST_NAME and after.credit == Credit.FULL_NAME)


@dataclass
class Narrowed:
    """The copies there are before a change, to be taken back after it in the same transaction."""

    items: list[Item]
    asked: list[Narrowing]
    at: datetime | None = None
    hidden: Sequence[Item] = ()
    seen: list[tuple[Removal, Copies]] = field(init=False)

    def __post_init__(self) -> None:
        """`at` looks as of an earlier moment: what vanished by itself since then has its receipt too.

        `hidden` are the items that the gate will let go nowhere, for what their words say.
        """
        removals = [Removal(self.items, narrowing.channel, narrowing.networks) for narrowing in self.asked]
        whole = {narrowing.channel.name for narrowing in self.asked if narrowing.networks is None}
        if self.hidden:
            others = (channel for channel in channels() if channel.use is not None and channel.name not in whole)
            removals += [Removal(list(self.hidden), channel) for channel in others]
        self.seen = [(removal.only(copies), copies) for removal in removals if (copies := removal.copies(self.at))]

    def effect(self) -> Iterable[tuple[Item, Channel, Copy]]:
        """Every copy that would be taken back."""
        items = {item.pk: item for item in self.items}
        found = {
            (removal.channel.name, item, reference): (items[item], removal.channel, copy)
            for removal, copies in self.seen
            for (item, reference), copy in copies.items()
        }
        return found.values()

    def take_back(self, cause: TakeBack.Cause, by: User | None, **whose: Any) -> TakeBack | None:
        """Take all of it back; None where nothing was out. `whose`: the fields that say what it follows from."""
        if not self.seen:
            return None
        take_back = TakeBack.objects.create(cause=cause, by=by, **whose)
        take_back.items.set({item for _removal, copies in self.seen for item, _reference in copies})
        take_back_copies(take_back, self.seen)
        return take_back
