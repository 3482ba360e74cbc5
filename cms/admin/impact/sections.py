"""The report's sections: figures, charts and tables out of what was gathered."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.admin.impact.tables import COLUMNS, OF_A_NETWORK, ImpactTable, tally_table, written
from cms.impact.chart import Bar, Chart
from cms.impact.numbers import Harvest, ImpactItem, Tally, tally, tally_by, tally_by_network
from cms.impact.period import Period
from cms.models import Kind

MOST_BARS = 10
MOST_MONTHS = 24


@dataclass(frozen=True)
class Figure:
    """One of the large numbers at the beginning."""

    label: str
    value: str
    about: str = ""


def figures(harvest: Harvest, *, is_campaign: bool, is_narrowed: bool) -> list[Figure]:
    """What the report says at a glance."""
    found = tally(harvest)
    of_posts = [
        Figure(_("Posts"), written(found.posts), _("out on networks now")),
        Figure(_("Reactions"), written(found.reactions), _("likes, shares and replies")),
        Figure(_("Views"), written(found.views), _("as far as networks tell")),
    ]
    if is_campaign:
        return [Figure(_("Items shared"), written(len(harvest.items))), *of_posts]
    editions = len({mailing.key for mailing in harvest.mailings})
    reports = _("Reports it came from") if is_narrowed else _("Workshop reports read")
    return [
        Figure(reports, written(harvest.reports)),
        Figure(_("Passages accepted"), written(len(harvest.accepted))),
        Figure(_("Items published"), written(found.published)),
        Figure(_("Mails sent"), written(found.mails), ngettext("%d edition", "%d editions", editions) % editions),
        *of_posts,
    ]


def kind_chart(harvest: Harvest) -> Chart:
    """What was published, by kind."""
    published = Counter(item.kind for item in harvest.items.values() if item.published_on)
    bars = [(str(Kind(kind).label), (count,)) for kind, count in published.most_common()]
    return _chart(_("Items published, by kind"), bars)


def month_chart(harvest: Harvest, period: Period) -> Chart | None:
    """What was published, month by month; None for a single month, and for more than fit on a page."""
    months = [month for month in period.months if month <= localdate()]
    if not 1 < len(months) <= MOST_MONTHS:
        return None
    published = Counter(item.published_on.replace(day=1) for item in harvest.items.values() if item.published_on)
    bars = [(date_format(month, "YEAR_MONTH_FORMAT"), (published[month],)) for month in months]
    return _chart(_("Items published, month by month"), bars)


def language_chart(harvest: Harvest) -> Chart:
    """Mails sent, by the language of their readers."""
    bars = [(language_label(code), (count,)) for code, count in readers_by_language(harvest).items()]
    return _chart(_("Mails sent, by language"), bars)


def readers_by_language(harvest: Harvest) -> dict[str, int]:
    """How many mails went out in each language, the most first."""
    readers: Counter[str] = Counter()
    for mailing in harvest.mailings:
        readers[mailing.language] += mailing.readers
    return dict(readers.most_common())


def language_label(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def edition_table(harvest: Harvest) -> ImpactTable:
    """How many readers each edition went to, by language."""
    languages = list(readers_by_language(harvest))
    editions: dict[int, Counter[str]] = {}
    labels = {}
    for mailing in sorted(harvest.mailings, key=lambda mailing: mailing.at):
        editions.setdefault(mailing.key, Counter())[mailing.language] += mailing.readers
        labels[mailing.key] = (mailing.label, date_format(localtime(mailing.at), "SHORT_DATE_FORMAT"))
    return ImpactTable(
        _("Editions of the monthly email"),
        (_("Edition"), _("Sent on"), *(language_label(code) for code in languages), _("Readers")),
        [
            (*labels[key], *(written(readers[code]) for code in languages), written(readers.total()))
            for key, readers in editions.items()
        ],
    )


def network_chart(harvest: Harvest) -> Chart:
    """What came of the posts, by network."""
    found = sorted(tally_by_network(harvest).items(), key=lambda row: row[1].reactions or 0, reverse=True)
    bars = [(label, (one.likes, one.shares, one.replies)) for label, one in found]
    return _chart(_("Reactions, by network"), bars, (_("Likes"), _("Times shared"), _("Replies")))


def network_table(harvest: Harvest) -> ImpactTable:
    rows = sorted(tally_by_network(harvest).items(), key=lambda row: row[1].posts, reverse=True)
    return tally_table(_("Posts, by network"), _("Network"), rows, OF_A_NETWORK)


def group_rows(
    harvest: Harvest, groups_of: Callable[[ImpactItem], Iterable[int]], labels: dict[int, str], other: str
) -> list[tuple[str, Tally]]:
    """Tallies by group, the largest first; items of no group come last, as `other`."""
    none = 0  # the key of no row
    found = tally_by(harvest, lambda item: list(groups_of(item)) or [none])
    rest = [(other, found.pop(none))] if none in found else []
    rows = [(labels.get(key, other), one) for key, one in found.items()]
    return sorted(rows, key=lambda row: (-_weight(row[1]), row[0])) + rest


def group_chart(rows: list[tuple[str, Tally]], *, is_campaign: bool) -> Chart:
    """Items published and posts, side by side, of the largest groups; of a campaign, what came of its posts."""
    largest = rows[:MOST_BARS]
    if is_campaign:
        loved = sorted(largest, key=lambda row: row[1].reactions or 0, reverse=True)
        return _chart(_("Reactions"), [(label, (one.reactions,)) for label, one in loved])
    series = (_("Items published"), _("Posts"))
    bars = [(label, (one.published, one.posts)) for label, one in largest]
    return _chart(_("Items published, and posts"), bars, series)


def group_table(
    title: str, first: str, rows: list[tuple[str, Tally]], *, is_campaign: bool, note: str = ""
) -> ImpactTable:
    columns = [column for column in COLUMNS if column.is_of_posts or not is_campaign]
    return tally_table(title, first, rows, columns, note)


def item_ranking(harvest: Harvest) -> list[tuple[int, Tally]]:
    """What came of each item that was mailed or shared: those that reached most first."""
    found = tally_by(harvest, lambda item: [item.key])
    went_out = [(key, one) for key, one in found.items() if one.mails or one.posts]
    return sorted(went_out, key=lambda row: (row[1].reactions or 0, *_reach(row[1]), row[0]), reverse=True)


def _reach(one: Tally) -> tuple[int, int, int]:
    return one.views or 0, one.posts, one.mails


def _weight(one: Tally) -> int:
    return one.published + one.posts


def _chart(title: str, rows: list[tuple[str, tuple[Any, ...]]], series: tuple[str, ...] = ("",)) -> Chart:
    """The first rows as bars, with a sentence for who cannot see them."""
    bars = tuple(Bar(label, values) for label, values in rows)
    return Chart(title, description(bars, series), bars, series)


def description(bars: Iterable[Bar], series: tuple[str, ...]) -> str:
    """Every bar with its numbers."""
    parts = []
    for bar in bars:
        values = [
            f"{name.lower()} {written(value)}" if name else written(value)
            for name, value in zip(series, bar.values, strict=True)
        ]
        parts.append(f"{bar.label}: {', '.join(values)}")
    return "; ".join(parts)
