"""How an item stands, prepared for screens: where it may go, why not, and how the person is named."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.channels import uses_of
from cms.consent.approvals import approval_of
from cms.consent.credit import credit_of
from cms.consent.gate import Refusal, Use, clearance
from cms.content.publish_checks import missing_for_publishing
from cms.content.translations import translation_of
from cms.models import Approval, Content, Item, Translation
from cms.public.items.item_urls import address_of


@dataclass(frozen=True)
class Way:
    """One use, and whether the item may go there."""

    use: str
    label: str
    is_cleared: bool
    reason: str = ""


@dataclass(frozen=True)
class ItemStatus:
    """What staff are told about one item."""

    ways: list[Way]
    credit: str
    is_withdrawn: bool
    bring_back_url: str = ""
    progress: str = ""
    findings: list[str] = field(default_factory=list)
    needs_approval: bool = False
    approval: Approval | None = None
    address: str = ""
    approve_url: str = ""
    translation: Translation | None = None
    translation_url: str = ""

    @property
    def common_reason(self) -> str:
        """The one sentence, where every use is refused for the same reason."""
        reasons = {way.reason for way in self.ways}
        return reasons.pop() if len(reasons) == 1 else ""


def edit_url(content: Content) -> str:
    """The address of the form of `content`."""
    return reverse(content.snippet_viewset.get_url_name("edit"), args=[quote(content.pk)])


def status_of(item: Item, content: Content) -> ItemStatus:
    """The status of `item` now, as the form of `content` shows it."""
    now = timezone.now()
    answers = {use: clearance(item, use, now) for use in uses_of(content.kind)}
    ways = [Way(use.value, str(use.label), answer.is_cleared, answer.reason) for use, answer in answers.items()]
    is_waiting = any(answer.refusal == Refusal.NOT_APPROVED for answer in answers.values())
    translation = translation_of(content)
    return ItemStatus(
        ways=ways,
        credit=credit_of(item, content.language),
        is_withdrawn=item.is_withdrawn,
        bring_back_url=reverse("bring_back", args=[item.translation_key]) if item.archived_at else "",
        progress=_progress(content),
        findings=[
            *_missing(item, content),
            *(finding_sentence(finding, content) for finding in item.disclosure_findings),
        ],
        needs_approval=is_waiting,
        approval=approval_of(item, item.content_digest) if item.needs_second_person else None,
        address=address_of(content, item) if answers[Use.WEB].is_cleared and content.live else "",
        approve_url=reverse("approve_item", args=[item.pk]) if is_waiting else "",
        translation=translation,
        translation_url=reverse("translation", args=[content._meta.model_name, content.pk]) if translation else "",
    )


def _progress(content: Content) -> str:
    """What the newest words wait for, where they are not what readers see."""
    if content.current_workflow_state:
        return _("These words are being reviewed.")
    if content.live and content.has_unpublished_changes:
        return _("Readers do not see the last changes until they are published.")
    return ""


def _missing(item: Item, content: Content) -> list[str]:
    """What a draft still lacks before it can be published."""
    if content.live or item.is_withdrawn:
        return []
    missing = missing_for_publishing(item.voice, item.contributor_id, item.consent_id)
    return [*content.lacking(has_person=item.has_person).values(), *missing.values()]


def finding_sentence(finding: dict[str, Any], content: Content) -> str:
    """What the disclosure check found, for a person."""
    language, _dot, where = finding["where"].partition(".")
    return _("“%(what)s” appears in %(where)s (%(language)s).") % {
        "what": finding["what"],
        "where": PLACES[where]() if where in PLACES else _field_label(content, where),
        "language": language,
    }


def _field_label(content: Content, name: str) -> str:
    """What the kind itself calls the field."""
    field: Any = next((field for field in content._meta.concrete_fields if field.name == name), None)
    return str(field.verbose_name) if field else name


PLACES = {
    "text": lambda: _("the words"),
    "context": lambda: _("the context"),
    "title": lambda: _("the title"),
    "lead": lambda: _("the lead"),
    "story": lambda: _("the story"),
    "place": lambda: _("the place"),
    "summary": lambda: _("the summary"),
    "body": lambda: _("the text"),
    "activity": lambda: _("the activity"),
    "workshop": lambda: _("the workshop's title"),
    "warning": lambda: _("the content warning"),
    "translator": lambda: _("the translator's name"),
    "photo": lambda: _("the photo's title or description"),
    "image": lambda: _("the photo's file name"),
    "document": lambda: _("the document's title"),
    "file": lambda: _("the document's file name"),
    "inside": lambda: _("the text inside the document"),
    "link": lambda: _("the link"),
    "topics": lambda: _("the name of a topic"),
    "address": lambda: _("the address of a link"),
    "credit": lambda: _("the line that names the person: role, region or organisation"),
}
