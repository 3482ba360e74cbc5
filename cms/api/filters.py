"""The parameters of the content API. One that is not known is refused, for a typing error must not widen an answer."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from ninja import Schema
from pydantic import Field, ValidationInfo, field_validator, model_validator

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[tuple(code for code, _name in settings.LANGUAGES)]


class Parameters(Schema):
    """No parameters."""

    @model_validator(mode="before")
    @classmethod
    def refuse_unknown(cls, values: Any, info: ValidationInfo) -> Any:
        request = (info.context or {}).get("request")
        unknown = sorted(set(request.GET) - set(cls.model_fields)) if request else []
        if unknown:
            raise ValueError(f"unknown parameter: {', '.join(unknown)}")
        return values


class InLanguage(Parameters):
    language: Language | None = Field(None, description="The words in this language only. Without it, the original's.")


class ItemFilters(InLanguage):
    topic: str | None = Field(None, description="The slug of a topic.", max_length=90)
    workshop: str | None = Field(None, description="The exact title of a workshop.", max_length=200)
    search: str | None = Field(
        None, description="Words that must all appear, with or without accents.", min_length=2, max_length=100
    )
    updated_since: datetime | None = Field(
        None, description="What appeared or changed at or after this time (with a time zone)."
    )
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, description="From `next` of the page before.", max_length=200)

    @field_validator("updated_since")
    @classmethod
    def with_time_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("the time needs a time zone, for example 2026-11-22T10:00:00Z")
        return value


class ResourceFilters(ItemFilters):
    type: Literal["guide", "case_study", "tool", "report", "video"] | None = None


class WebinarFilters(ItemFilters):
    when: Literal["upcoming", "past"] | None = Field(None, description="Whether it is still to begin.")


class CommitmentFilters(ItemFilters):
    state: Literal["open", "kept", "partly", "dropped"] | None = None


class LearningFilters(ItemFilters):
    type: Literal["learning", "challenge", "recommendation", "proposal", "quick_win"] | None = None
