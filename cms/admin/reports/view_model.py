"""A report prepared for its review screen: its passages with what each may become, whose words it holds, what lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.admin.reports.counts import OutlineSection, PassageCounts, icon_of
from cms.harvest.review.attribution import IN_FORCE, is_somebodys
from cms.harvest.review.drafts import DRAFTS
from cms.harvest.suggestions.reason_labels import sentence, why_left_out
from cms.harvest.topic_keys import TopicIndex
from cms.models import CONTENT_MODELS, Consent, ConsentTerms, Contributor, Learning, Passage, PassageKind, Report
from cms.terms.record import standing
from cms.terms.summary import in_words


@dataclass
class PassageCard:
    """One passage on the screen."""

    passage: Passage
    draft_url: str = ""
    # Its number in the report, and which part of it where there are several.
    place: str = ""
    may_be_joined: bool = False
    # The names of its topics.
    topics: list[str] = field(default_factory=list)

    @property
    def icon(self) -> str:
        return icon_of(self.passage.kind)

    @property
    def label(self) -> str:
        if self.passage.kind == PassageKind.LEARNING and self.passage.type:
            return str(Learning.Type(self.passage.type).label)
        return str(PassageKind(self.passage.kind).label)

    @property
    def reason(self) -> str:
        return "" if self.passage.is_edited else sentence(self.passage.reason, self.passage.reason_about)

    @property
    def becomes_draft(self) -> bool:
        return self.passage.kind in DRAFTS

    @property
    def is_nothing(self) -> bool:
        return self.passage.kind == PassageKind.NOTHING

    @property
    def is_somebodys_words(self) -> bool:
        return self.passage.kind == PassageKind.QUOTE

    @property
    def may_be_cut(self) -> bool:
        return self.passage.is_pending and len(self.passage.text.split(None, 1)) > 1

    @property
    def shows_edited_text(self) -> bool:
        """Whether what the draft will say is other than the passage, word for word."""
        return self.is_somebodys_words or self.passage.edited_text.strip() != self.passage.text.strip()

    @property
    def has_person(self) -> bool:
        """Whether somebody has to be named behind it."""
        item = self.passage.item
        return item.has_person if item else is_somebodys(self.passage.kind)

    @property
    def contributor(self) -> Contributor | None:
        return self.passage.item.contributor if self.passage.item else self.passage.contributor

    @property
    def consent(self) -> Consent | None:
        return self.passage.item.consent if self.passage.item else self.passage.consent

    @cached_property
    def terms(self) -> ConsentTerms | None:
        return self.consent.current_terms if self.consent else None

    @property
    def allows(self) -> list[str]:
        """What the person allows, in words."""
        return in_words(self.terms) if self.terms else []

    @property
    def lacks(self) -> list[str]:
        """What its draft still lacks before it can be published."""
        if not self.has_person or self.passage.state == Passage.State.SKIPPED:
            return []
        missing = []
        if self.contributor is None and not (self.passage.is_pending and self.passage.speaker):
            missing.append(_("who said it"))
        if self.consent is None:
            missing.append(_("their consent"))
        elif standing(self.terms, timezone.localdate()) not in IN_FORCE:
            missing.append(_("a consent that is in force"))
        elif self.terms and self.terms.is_minor:
            missing.append(_("the approval of a second person"))
        return missing


class Sheet:
    """Everything the review screen shows of a report, from a fixed number of queries."""

    def __init__(self, report: Report, state: str = "", kind: str = "") -> None:
        self.report, self.state, self.kind = report, state, kind
        self.tally = PassageCounts(report)

    @cached_property
    def topics(self) -> TopicIndex:
        return TopicIndex()

    def cards(self, keys: Iterable[int]) -> list[PassageCard]:
        """The cards of the passages with these keys, in their order."""
        rows = self.report.passages.filter(pk__in=list(keys)).order_by("position", "part")
        passages = list(
            rows.select_related(
                "decided_by",
                "contributor__organisation",
                "consent__contributor",
                "item__contributor__organisation",
                "item__consent__contributor",
            ).prefetch_related("consent__terms", "item__consent__terms")
        )
        urls = _draft_urls(passages)
        return [
            PassageCard(
                passage,
                urls.get(passage.item.translation_key, "") if passage.item else "",
                passage.place if self.tally.parts[passage.position] > 1 else str(passage.position),
                passage.is_pending and passage.pk in self.tally.joinable,
                self.topics.names_of(passage),
            )
            for passage in passages
        ]

    @cached_property
    def sections(self) -> list[OutlineSection]:
        """The sections with what the filter leaves of them."""
        wanted = [row.pk for row in self.tally.rows if row.matches(self.state, self.kind)]
        cards = {card.passage.pk: card for card in self.cards(wanted)}
        for section in self.tally.sections:
            section.cards = [cards[row.pk] for row in section.rows if row.pk in cards]
        return [section for section in self.tally.sections if section.cards]

    @property
    def left_out(self) -> list[dict[str, str]]:
        return [{"text": line["text"], "reason": why_left_out(line["reason"])} for line in self.report.left_out]


def _draft_urls(passages: Iterable[Passage]) -> dict[Any, str]:
    """Where each accepted passage's draft is edited, by translation key."""
    keys = [passage.item.translation_key for passage in passages if passage.item]
    urls: dict[Any, str] = {}
    for model in CONTENT_MODELS if keys else ():
        rows = model.objects.filter(translation_key__in=keys).order_by("-pk").values_list("translation_key", "pk")
        name = model.snippet_viewset.get_url_name("edit")
        urls |= {key: reverse(name, args=[quote(pk)]) for key, pk in rows}
    return urls
