"""The report's tables: what stands in their columns, and how numbers are written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.impact.numbers import Tally

UNKNOWN = "—"


@dataclass(frozen=True)
class ImpactTable:
    """`rows` begin with what they are about. `note` stands below."""

    caption: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str = ""

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row as its first cell, and the others each with its heading."""
        return [(row[0], list(zip(self.headings[1:], row[1:], strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Column:
    """A number of a tally. `is_of_posts`: it says something where nothing but posts is counted."""

    heading: Promise
    value: Callable[[Tally], int | None]
    is_of_posts: bool = True


PUBLISHED = Column(pgettext_lazy("items", "Published"), lambda tally: tally.published, is_of_posts=False)
COLUMNS = (
    PUBLISHED,
    Column(gettext_lazy("Mails"), lambda tally: tally.mails, is_of_posts=False),
    Column(gettext_lazy("Posts"), lambda tally: tally.posts),
    Column(gettext_lazy("Reactions"), lambda tally: tally.reactions),
    Column(gettext_lazy("Views"), lambda tally: tally.views),
    Column(gettext_lazy("Clicks"), lambda tally: tally.clicks),
)
OF_A_NETWORK = (
    Column(gettext_lazy("Posts"), lambda tally: tally.posts),
    Column(pgettext_lazy("posts", "Measured"), lambda tally: tally.measured),
    Column(gettext_lazy("Likes"), lambda tally: tally.likes),
    Column(pgettext_lazy("number of a post", "Shared"), lambda tally: tally.shares),
    Column(gettext_lazy("Replies"), lambda tally: tally.replies),
    Column(gettext_lazy("Views"), lambda tally: tally.views),
    Column(gettext_lazy("Clicks"), lambda tally: tally.clicks),
)


def written(value: int | None) -> str:
    """A number as people write it; a dash for what nobody told."""
    return UNKNOWN if value is None else number_format(value, force_grouping=True)


def written_in_chart(value: int | None) -> str:
    return _("not told") if value is None else written(value)


def tally_table(
    caption: str, first: str, rows: Iterable[tuple[str, Tally]], columns: Iterable[Column], note: str = ""
) -> ImpactTable:
    """A table of tallies, each with its name. A column of which nothing is known is left out."""
    rows = list(rows)
    told = [column for column in columns if any(column.value(found) is not None for _label, found in rows)]
    return ImpactTable(
        caption,
        (first, *(str(column.heading) for column in told)),
        [(label, *(written(column.value(found)) for column in told)) for label, found in rows],
        note,
    )
