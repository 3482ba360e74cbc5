"""What a person can still take away from their terms. Plain values: whatever is posted, never more than stands.

What the page offers and what it accepts come from one rule, `cms.terms.record.allows_more`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cms.consent.gate import Use
from cms.core.errors import ConsentTermsError
from cms.models import ConsentTerms, Credit
from cms.public.portal.item_list import latest_end
from cms.terms.record import allows_more, standing_terms

PARTS = ("face", "place", "organisation")
# Ends to choose from, in days from today.
SOON = (30, 182, 365)


@dataclass(frozen=True)
class ReducibleTerms:
    """What the terms allow now, each of which may be taken away. `networks` is empty where there is no choice."""

    uses: list[str]
    networks: list[str]
    credits: list[str]
    parts: list[str]
    ends: list[date]

    @property
    def is_empty(self) -> bool:
        return not self.uses


@dataclass(frozen=True)
class Wish:
    """What was posted. An `end` of None leaves the end as it stands."""

    uses: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    credit: str = ""
    parts: tuple[str, ...] = ()
    end: date | None = None

    @classmethod
    def posted(cls, lists: Mapping[str, Iterable[str]], day: date) -> "Wish":
        """Raises ConsentTermsError where the end is not a day from today on."""
        last = {name: next(iter(lists.get(name, ())), "").strip() for name in ("credit", "end", "end_day")}
        end = _day(last["end_day"] or last["end"])
        if end is not None and end < day:
            raise ConsentTermsError(latest_end(None))
        chosen = {name: tuple(lists.get(name, ())) for name in ("uses", "networks", "parts")}
        return cls(credit=last["credit"], end=end, **chosen)


def offer(terms: ConsentTerms, known_networks: Iterable[str], day: date) -> ReducibleTerms:
    """What can be taken away from `terms`."""
    networks = list(known_networks if terms.allows_all_networks else terms.networks)
    return ReducibleTerms(
        uses=[use.value for use in Use if getattr(terms, f"allows_{use.value}")],
        networks=networks if terms.allows_social and len(networks) > 1 else [],
        credits=[credit.value for credit in Credit if not allows_more(terms, _changed(terms, credit=credit.value))],
        parts=[part for part in PARTS if getattr(terms, f"shows_{part}")],
        ends=[
            end
            for end in (day + timedelta(days=days) for days in SOON)
            if terms.expires_on is None or end < terms.expires_on
        ],
    )


def less(terms: ConsentTerms, wish: Wish, offered: ReducibleTerms) -> dict[str, Any]:
    """`terms` without what `wish` takes away, as `cms.terms.record.narrow_terms` takes them.

    Raises ConsentTermsError where the end would be later.
    """
    if wish.end is not None and terms.expires_on is not None and wish.end > terms.expires_on:
        raise ConsentTermsError(latest_end(terms.expires_on))
    uses = {use for use in offered.uses if use in wish.uses}
    networks = [name for name in offered.networks if name in wish.networks]
    if offered.networks and not networks:
        uses.discard(Use.SOCIAL.value)
    # As it stands, where all of them stay or none is used.
    as_before = Use.SOCIAL.value not in uses or networks == offered.networks
    return standing_terms(terms) | {
        **{f"allows_{use.value}": use.value in uses for use in Use},
        **{f"shows_{part}": part in offered.parts and part in wish.parts for part in PARTS},
        "allows_all_networks": as_before and terms.allows_all_networks,
        "networks": terms.networks if as_before else tuple(networks),
        "credit": wish.credit if wish.credit in offered.credits else terms.credit,
        "expires_on": wish.end or terms.expires_on,
        "how": ConsentTerms.How.OWN_PAGE,
    }


def changes_nothing(terms: ConsentTerms, wanted: dict[str, Any]) -> bool:
    """Whether `wanted` says what `terms` say, however it was given."""
    return standing_terms(terms) == wanted | {"how": terms.how}


def _changed(terms: ConsentTerms, **fields: Any) -> ConsentTerms:
    return ConsentTerms(**(standing_terms(terms) | fields))


def _day(text: str) -> date | None:
    """A day as a phone sends it (2027-01-31) or as somebody types it (31/1/2027). Raises ConsentTermsError."""
    if not text:
        return None
    parts = text.split("-") if "-" in text else text.split("/")[::-1]
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise ConsentTermsError(latest_end(None)) from None
