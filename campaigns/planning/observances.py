"""The days that this work observes, and the words by which a topic belongs to one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.text import skeleton

# A slot this many days before the day itself, or on it, is given to the day.
DAYS_BEFORE = 2


@dataclass(frozen=True)
class Observance:
    """A day of the year. A topic belongs to it when its name holds one of `words`, without accents."""

    month: int
    day: int
    name: Any
    words: tuple[str, ...]


# https://www.un.org/en/observances/list-days-weeks
OBSERVANCES = (
    Observance(3, 8, _("International Women's Day"), ("mujer", "genero", "women", "gender", "femme", "genre")),
    Observance(3, 22, _("World Water Day"), ("agua", "water", "eau")),
    Observance(4, 22, _("Earth Day"), ("tierra", "ambient", "clima", "earth", "climate")),
    Observance(8, 9, _("International Day of Indigenous Peoples"), ("indigena", "pueblos", "indigenous", "quechua")),
    Observance(10, 15, _("International Day of Rural Women"), ("rural", "campesin")),
    Observance(11, 25, _("Day for the Elimination of Violence against Women"), ("violencia", "violence", "genero")),
    Observance(12, 10, _("Human Rights Day"), ("derecho", "rights", "droits")),
)


def observed_near(day: date) -> Observance | None:
    """The observance that a slot on `day` is given to."""
    for observance in OBSERVANCES:
        for year in (day.year, day.year + 1):
            observed = date(year, observance.month, observance.day)
            if timedelta() <= observed - day <= timedelta(days=DAYS_BEFORE):
                return observance
    return None


def belongs(observance: Observance, topic_names: Iterable[str]) -> bool:
    """Whether one of the topics is about the day."""
    return any(word in skeleton(name) for name in topic_names for word in observance.words)
