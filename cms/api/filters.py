"""The parameters of the content API, and what they have in common: a wrong one is refused, never read as a wider one.

All text is of the type `Line`: what both databases can compare with a column, and never empty.
"""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from cms.api.cursor import CURSOR_PATTERN, LONGEST_CURSOR

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[tuple(code for code, _name in settings.LANGUAGES)]

# RFC 3339 §5.6 with seconds left out at will. Pydantic alone also takes "1700000000" and "2026-11-22".
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
# What every database and time zone can calculate with. Nothing here is older or younger.
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)


def _read_time(value: Any) -> Any:
    if isinstance(value, str) and not RFC_3339.fullmatch(value):
        raise ValueError("use a time as in 2026-11-22T10:00:00Z; a plus sign is written %2B in an address")
    return value


def _bound_time(value: datetime) -> datetime:
    """`value` between FIRST and LAST: no answer differs for times beyond."""
    if value.tzinfo is None:
        raise ValueError("the time needs a time zone, for example 2026-11-22T10:00:00Z")
    return min(max(value, FIRST), LAST)


def _read_number(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch("[0-9]{1,3}", value):
        raise ValueError("use a whole number")
    return value


Line = Annotated[str, Field(min_length=1, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
Moment = Annotated[datetime, BeforeValidator(_read_time), AfterValidator(_bound_time)]
Number = Annotated[int, BeforeValidator(_read_number)]
TopicSlug = Annotated[Line, Field(max_length=90)]


class Parameters(Schema):
    """No parameters."""

    @model_validator(mode="before")
    @classmethod
    def refuse_unknown_and_repeated(cls, values: Any, info: ValidationInfo) -> Any:
        request = (info.context or {}).get("request")
        given = dict(request.GET.lists()) if request else {}
        unknown = sorted(set(given) - set(cls.model_fields))
        if unknown:
            raise ValueError(f"unknown parameter: {', '.join(unknown)[:100]}")
        repeated = sorted(name for name, several in given.items() if len(several) > 1)
        if repeated:
            raise ValueError(f"repeated parameter: {', '.join(repeated)}")
        return values


class InLanguage(Parameters):
    language: Language | None = Field(None, description="The words in this language only. Without it, the original's.")


class ItemFilters(InLanguage):
    topic: TopicSlug | None = Field(None, description="The slug of a topic.")
    workshop: Line | None = Field(None, description="The exact title of a workshop.", max_length=200)
    search: Line | None = Field(
        None, description="Words that must all appear, with or without accents.", min_length=2, max_length=100
    )
    updated_since: Moment | None = Field(
        None, description="What appeared or changed at or after this time (RFC 3339, with a time zone)."
    )
    limit: Number = Field(20, ge=1, le=100)
    cursor: Line | None = Field(
        None, description="From `next` of the page before.", max_length=LONGEST_CURSOR, pattern=CURSOR_PATTERN
    )


class ResourceFilters(ItemFilters):
    type: Literal["guide", "case_study", "tool", "report", "video"] | None = None


class WebinarFilters(ItemFilters):
    when: Literal["upcoming", "past"] | None = Field(None, description="Whether it is still to begin.")


class CommitmentFilters(ItemFilters):
    state: Literal["open", "kept", "partly", "dropped"] | None = None


class LearningFilters(ItemFilters):
    type: Literal["learning", "challenge", "recommendation", "proposal", "quick_win"] | None = None
