"""What the content API answers: every field named here, so that nothing leaks by being added to a model."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel as Schema
from pydantic import Field


class TopicRef(Schema):
    slug: str
    name: str = Field(description="In the language of the words around it.")


class WorkshopRef(Schema):
    title: str


class Rendition(Schema):
    """One size of an image. It answers for as long as the item may be shown."""

    url: str
    width: int
    height: int


class Image(Schema):
    alt: str
    small: Rendition
    medium: Rendition
    large: Rendition


class Body(Schema):
    html: str = Field(description="Safe HTML with absolute links.")
    markdown: str


class Translation(Schema):
    original: str = Field(description="The language it was translated from.")
    translator: str = Field(description="To be named beside the words; empty where nobody is.")


class ItemBase(Schema):
    id: UUID = Field(description="The same in every language, and for good.")
    language: str
    available_languages: list[str] = Field(description="The language of the original comes first.")
    content_warning: str | None = Field(
        description="What the words are about, where they may hurt. Show it first, and the words to whoever then wants "
        "to read them. Null where there is none."
    )
    url: str = Field(description="Where readers read it.")
    credit: str = Field(description="How the person is to be named. Show it as it is; empty where there is nobody.")
    translation: Translation | None = Field(description="Null where these are the original words.")
    topics: list[TopicRef]
    workshop: WorkshopRef | None
    published_at: datetime
    updated_at: datetime


class Quote(ItemBase):
    text: str = Field(description="The exact words. Never shorten or change them.")
    context: str


class Testimony(ItemBase):
    title: str
    lead: str
    story: Body
    place: str = Field(description="Empty unless the person allows it.")
    photo: Image | None = Field(description="Absent unless the person allows their face to be shown.")


class Learning(ItemBase):
    title: str
    summary: str
    body: Body
    type: str
    activity: str


class File(Schema):
    """It answers for as long as the item may be shown: link to it, and keep no copy."""

    url: str
    media_type: str
    bytes: int


class Licence(Schema):
    code: str = Field(description="As in `cc-by-4.0` and `all-rights-reserved`.")
    name: str
    url: str = Field(description="What it allows; empty where nothing is allowed.")


class Resource(ItemBase):
    title: str
    summary: str
    body: Body
    type: str
    file: File | None
    link: str = Field(description="Where it is, on another site; empty where there is only a file.")
    authors: str
    licence: Licence | None = Field(description="Absent where nobody said: then ask before you copy it.")
    languages: list[str] = Field(description="Those of the resource itself.")


class Webinar(ItemBase):
    title: str
    summary: str
    body: Body
    starts_at: datetime | None = Field(description="With the offset of its time zone on that day.")
    ends_at: datetime | None
    minutes: int
    time_zone: str = Field(description="IANA's name. Show the hour in it, and say which it is.")
    speakers: list[str]
    materials: Body
    recording: str = Field(description="Empty until there is one. The link to join is not in this API.")


class DiscussionGroup(ItemBase):
    title: str
    summary: str
    body: Body
    platform: str
    invitation: str = Field(description="Empty unless everybody may see it.")


class Commitment(ItemBase):
    title: str = Field(description="What was promised. Who did: the credit, or the organisation.")
    summary: str
    organisation: str
    due_on: date | None
    state: str
    state_on: date | None = Field(description="Since when it is so.")
    outcome: str


class Topic(Schema):
    slug: str
    name: str
    names: dict[str, str] = Field(description="By language; the main language where there is no translation.")


class QuoteList(Schema):
    items: list[Quote]
    next: str | None = Field(description="The address of the next page.")


class TestimonyList(Schema):
    items: list[Testimony]
    next: str | None = Field(description="The address of the next page.")


class LearningList(Schema):
    items: list[Learning]
    next: str | None = Field(description="The address of the next page.")


class ResourceList(Schema):
    items: list[Resource]
    next: str | None = Field(description="The address of the next page.")


class WebinarList(Schema):
    items: list[Webinar]
    next: str | None = Field(description="The address of the next page.")


class DiscussionGroupList(Schema):
    items: list[DiscussionGroup]
    next: str | None = Field(description="The address of the next page.")


class CommitmentList(Schema):
    items: list[Commitment]
    next: str | None = Field(description="The address of the next page.")


class TopicList(Schema):
    items: list[Topic]
    next: str | None = Field(description="Always empty: all topics come at once.")


class FieldProblem(Schema):
    field: str
    message: str


class Problem(Schema):
    """What went wrong (RFC 9457, application/problem+json)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
