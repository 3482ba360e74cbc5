"""One network in the matrix of faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.models import Account
from campaigns.networks.base import Network, Outgoing


@dataclass(frozen=True)
class Case:
    """A network, or a kind of server of it (`switches` of its stand-in's state).

    `publishing` and `removing` name the calls to break, as `Fault.step`; those in `creating` are the ones after which
    the post is out; those in `reading` come later, and may cost no more than a notice. `count` answers how many posts
    there are. `connect` makes an account that speaks to a server at `url`.
    """

    name: str
    stand_in: str
    network: Callable[[], Network]
    connect: Callable[[str], Account]
    outgoing: Callable[[], Outgoing]
    publishing: Mapping[str, str]
    creating: frozenset[str]
    count: Callable[[dict[str, Any]], int]
    reading: Mapping[str, str] = field(default_factory=dict)
    removing: Mapping[str, str] = field(default_factory=dict)
    finding: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, Any] = field(default_factory=dict)
