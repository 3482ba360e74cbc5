"""The withdrawal drill: a person's words put out everywhere, withdrawn, and looked for in every place.

Runs within an installation made by `cms.drill.environment`, beside its web server, worker and mailbox, as
`python -m cms.drill withdrawal`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.channels import channels, copies_of
from cms.consent.gate import Use, cleared
from cms.drill.fixture import publish
from cms.models import Item, Receipt
from cms.withdrawal.withdraw import withdraw_contributor

EACH_OUT_WITHIN = 120
ALL_BACK_WITHIN = 60


@dataclass(frozen=True)
class Found:
    """One place, and whether the words were there before and after."""

    channel: str
    place: str
    before: bool
    after: bool


@dataclass(frozen=True)
class DrillOutcome:
    """How the drill went. `seconds`: from the button to the last receipt. `problems` is empty when it went well."""

    found: list[Found]
    receipts: dict[str, int]
    seconds: float
    problems: list[str]


def drill(every_format: bool = False) -> DrillOutcome:
    """Put out, look, withdraw, wait for the receipts, look again. With a picture in every format, or JPEG alone."""
    staff = get_user_model().objects.get(username="admin")
    person, items = publish(staff, every_format)
    carried = [(channel, [item for item in items if item.kind in channel.kinds]) for channel in channels()]
    for channel, its_items in carried:
        channel.rehearse(its_items, staff)
    places = [(str(channel.label), place) for channel, its_items in carried for place in channel.places(its_items)]
    before = [wait_until(place.has_words, EACH_OUT_WITHIN) for _channel, place in places]
    copies = sum(1 for item in items for _copy in copies_of(item))

    began = time.monotonic()
    take_back = withdraw_contributor(person, staff, "Ensayo")
    pending = take_back.receipts.filter(state=Receipt.State.PENDING)
    wait_until(lambda: not pending.exists(), ALL_BACK_WITHIN)
    seconds = time.monotonic() - began

    found = [
        Found(channel, place.label, was, place.has_words())
        for (channel, place), was in zip(places, before, strict=True)
    ]
    states = list(take_back.receipts.values_list("state", flat=True))
    receipts = {state: states.count(state) for state in sorted(set(states))}
    return DrillOutcome(
        found, receipts, seconds, [*_still_there(found), *_without_receipt(receipts, copies), *_let(items)]
    )


def _still_there(found: list[Found]) -> list[str]:
    never = [f"{row.channel}, {row.place}: the words never appeared" for row in found if not row.before]
    return never + [f"{row.channel}, {row.place}: the words are still there" for row in found if row.after]


def _without_receipt(receipts: dict[str, int], copies: int) -> list[str]:
    missing = [f"{copies} copies and {sum(receipts.values())} receipts"] if sum(receipts.values()) < copies else []
    open_ones = {state: count for state, count in receipts.items() if state != "taken_back"}
    return missing + [f"{count} receipts are {state}" for state, count in open_ones.items()]


def _let(items: list[Any]) -> list[str]:
    """The uses for which the gate still lets any of them through."""
    mine = Item.objects.filter(pk__in=[item.pk for item in items])
    return [f"the gate lets them go to: {use}" for use in Use if cleared(mine, use, timezone.now()).exists()]


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Whether it became so in time."""
    ends_at = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends_at:
            return False
        time.sleep(0.5)
    return True
