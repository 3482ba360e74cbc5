"""The sections of the website, one for each kind of content, with their names. A new kind gets its section here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import Kind, Learning, Resource


@dataclass(frozen=True)
class Section:
    """The section of one kind.

    `segment` is the part of the address that names the kind, in Spanish, whatever the reader's language: one item, one
    address. `types` names what sorts of it there are; `on_first_page` says how many of the newest stand there.
    """

    kind: Kind
    segment: str
    one: Promise
    all: Promise
    introduction: Promise
    on_first_page: int
    types: Mapping[str, Promise] = field(default_factory=dict)


# In the order of the navigation.
SECTIONS = (
    Section(
        Kind.QUOTE,
        segment="citas",
        one=_("Quote"),
        all=_("Quotes"),
        introduction=_("What people said, in their own words."),
        on_first_page=6,
    ),
    Section(
        Kind.TESTIMONY,
        segment="testimonios",
        one=_("Testimony"),
        all=_("Testimonies"),
        introduction=_("Stories told by those who lived them."),
        on_first_page=3,
    ),
    Section(
        Kind.LEARNING,
        segment="aprendizajes",
        one=_("Learning"),
        all=_("Learnings"),
        introduction=_("What we learned together, and what we propose."),
        on_first_page=3,
        types={
            Learning.Type.LEARNING: _("Learning"),
            Learning.Type.CHALLENGE: _("Challenge"),
            Learning.Type.RECOMMENDATION: _("Recommendation"),
            Learning.Type.PROPOSAL: _("Proposal"),
            Learning.Type.QUICK_WIN: _("Quick win"),
        },
    ),
    Section(
        Kind.RESOURCE,
        segment="recursos",
        one=_("Resource"),
        all=_("Resources"),
        introduction=_("Guides, tools and studies to use and to pass on."),
        on_first_page=3,
        types={
            Resource.Type.GUIDE: _("Guide"),
            Resource.Type.CASE_STUDY: _("Case study"),
            Resource.Type.TOOL: _("Tool"),
            Resource.Type.REPORT: pgettext_lazy("type of resource", "Report"),
            Resource.Type.VIDEO: _("Video"),
        },
    ),
    Section(
        Kind.WEBINAR,
        segment="webinars",
        one=_("Webinar"),
        all=_("Webinars"),
        introduction=_("Online meetings: those to come, and what remains of those that were."),
        on_first_page=3,
    ),
    Section(
        Kind.DISCUSSION_GROUP,
        segment="grupos",
        one=_("Discussion group"),
        all=_("Groups"),
        introduction=_("Where the conversation goes on after a workshop."),
        on_first_page=3,
    ),
    Section(
        Kind.COMMITMENT,
        segment="compromisos",
        one=_("Commitment"),
        all=_("Commitments"),
        introduction=_("What was promised, by whom, and how it went."),
        on_first_page=3,
    ),
)
# What the first page shows, from its top.
FIRST_PAGE = (
    Kind.TESTIMONY,
    Kind.QUOTE,
    Kind.LEARNING,
    Kind.WEBINAR,
    Kind.RESOURCE,
    Kind.COMMITMENT,
    Kind.DISCUSSION_GROUP,
)

_by_kind = {section.kind: section for section in SECTIONS}
_by_segment = {section.segment: section for section in SECTIONS}


def section_of(kind: str) -> Section:
    """The section of a kind."""
    return _by_kind[Kind(kind)]


def section_at(segment: str) -> Section | None:
    """The section whose address has `segment`."""
    return _by_segment.get(segment)


def type_of(content: Any) -> str:
    """The name of a content's type; empty where its kind has no types."""
    return str(section_of(content.kind).types.get(getattr(content, "type", ""), ""))


def label_of(content: Any) -> str:
    """The name of a content's type, or of its kind where it has no types."""
    return type_of(content) or str(section_of(content.kind).one)
