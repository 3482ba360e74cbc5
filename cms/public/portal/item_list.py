"""What a person's own page says to them of their terms: in the second person, complete in every public language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.channels import Channel, Copy, networks
from cms.consent.gate import Use
from cms.models import ConsentTerms, Credit, Item, Receipt
from cms.public.lists.sections import label_of, section_of
from cms.withdrawal.receipt_labels import labels_of


def use_name(use: str) -> str:
    return {
        Use.WEB: pgettext("own page", "The website"),
        Use.NEWSLETTER: pgettext("own page", "The monthly email"),
        Use.SOCIAL: pgettext("own page", "Social networks"),
    }[Use(use)]


def credit_name(credit: str) -> str:
    return {
        Credit.FULL_NAME: pgettext("own page", "With my full name"),
        Credit.FIRST_NAME: pgettext("own page", "With my first name only"),
        Credit.ROLE_REGION: pgettext("own page", "Without my name: only what I do and where I am from"),
        Credit.ANONYMOUS: pgettext("own page", "Without my name"),
    }[Credit(credit)]


def part_name(part: str) -> str:
    return {
        "face": pgettext("own page", "My face in photos"),
        "place": pgettext("own page", "The place"),
        "organisation": pgettext("own page", "My organisation"),
    }[part]


def network_name(name: str) -> str:
    return str(dict(networks()).get(name, name))


def latest_end(last: date | None) -> str:
    """What to say of an end that cannot be chosen."""
    if last is None:
        return _("Write a day from today on, for example 31/12/2030.")
    return _("You can choose any day up to %s. For longer, talk to us.") % date_format(last, "DATE_FORMAT")


def allowed(terms: ConsentTerms) -> list[tuple[str, str]]:
    """What stands, as label and value, one line each."""
    if terms.is_withdrawal:
        return [(_("Where your words may appear"), _("Nowhere: you took them back"))]
    uses = [_used(terms, use) for use in Use if getattr(terms, f"allows_{use.value}")]
    parts = [part_name(part) for part in ("face", "place", "organisation") if getattr(terms, f"shows_{part}")]
    until = date_format(terms.expires_on, "DATE_FORMAT") if terms.expires_on else _("No end date")
    return [
        (_("Where your words may appear"), _listed(uses) or _("Nowhere")),
        (_("How you are named"), credit_name(terms.credit)),
        (_("What may also be shown"), _listed(parts) or _("Nothing else of yours")),
        (_("Until when"), until),
    ]


def _used(terms: ConsentTerms, use: Use) -> str:
    if use != Use.SOCIAL or terms.allows_all_networks:
        return use_name(use)
    chosen = ", ".join(network_name(name) for name in terms.networks)
    return _("Social networks, only %s") % chosen


@dataclass(frozen=True)
class Words:
    """The words of one item, as their owner recognises them."""

    kind: str
    language: str
    title: str
    text: str


def words_of(item: Item) -> Words:
    """The words of the original; empty where none are left."""
    content = item.content_in()
    if content is None:
        return Words(str(section_of(item.kind).one), "", "", "")
    return Words(label_of(content), content.language, content.heading, content.gist)


@dataclass(frozen=True)
class CopyPlace:
    """One place where the words are or were."""

    label: str
    url: str
    state: str = ""
    said: str = ""


def copy_places(copies: Iterable[tuple[Channel, Copy]], *, is_beside_words: bool = True) -> dict[str, list[CopyPlace]]:
    """Where copies are, by the kind of place. `is_beside_words`: the words stand above, and are not said again."""
    found: dict[str, list[CopyPlace]] = {}
    for channel, copy in copies:
        is_clear = is_beside_words or not copy.url
        place = CopyPlace(copy.short if is_clear and copy.short else copy.label, copy.url)
        here = found.setdefault(_where(channel), [])
        if place not in here:
            here.append(place)
    return found


def settled_places(receipts: Iterable[Receipt], known: Iterable[Channel]) -> dict[str, list[CopyPlace]]:
    """What became of each copy. What staff noted about it is theirs."""
    by_name = {channel.name: channel for channel in known}
    rows = list(receipts)
    labels = labels_of(rows)
    said = {
        Receipt.State.TAKEN_BACK: _("Taken away"),
        Receipt.State.PENDING: _("On its way: it takes a few minutes"),
        Receipt.State.FAILED: _("Not yet: a person of our team is seeing to it"),
    }
    found: dict[str, list[CopyPlace]] = {}
    for row in rows:
        where = _where(by_name[row.channel]) if row.channel in by_name else row.channel
        url = row.url if row.state != Receipt.State.TAKEN_BACK else ""
        found.setdefault(where, []).append(CopyPlace(labels[row.pk], url, row.state, said[Receipt.State(row.state)]))
    return found


def _where(channel: Channel) -> str:
    return use_name(channel.use) if channel.use else str(channel.label)


def _listed(names: list[str]) -> str:
    """Names as one phrase, of which only the first begins with a capital."""
    return ", ".join(name if place == 0 else name[:1].lower() + name[1:] for place, name in enumerate(names))
