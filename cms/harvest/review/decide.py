"""What staff decide about passages: accept, edit, skip, undo. Each decision is saved at once and can be made twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core.errors import CosechaError, NotPermittedError, WrongMomentError
from cms.core.text import collapse_spaces
from cms.harvest.review.drafts import DRAFTS, discard_draft, make_draft
from cms.harvest.topic_keys import TopicIndex
from cms.models import Item, Learning, Passage, PassageKind, Report
from cms.users.models import User


class AlreadyDecidedError(WrongMomentError):
    """The passage was decided in the meantime."""

    sentence = _("This passage was already decided. Undo that first if you want to change it.")


class IncompletePassageError(CosechaError):
    """What was entered cannot become a draft."""


@dataclass(frozen=True)
class Choice:
    """What a person says a passage is. An empty `title` is allowed: the draft then begins with its first words.

    `topics` are slugs of topics that exist, `new_topics` names: of others, or of such as exist by now.
    """

    kind: str
    edited_text: str
    type: str = ""
    title: str = ""
    topics: list[str] = field(default_factory=list)
    new_topics: list[str] = field(default_factory=list)
    speaker: str = ""
    role: str = ""


@transaction.atomic
def accept_passage(passage: Passage, by: User) -> Item | None:
    """Accept a passage as what it now says it is: content becomes a draft, the other kinds stay with the report.

    Accepting again answers the same item. Answers None where there is no draft.
    """
    locked = locked_passage(passage, by)
    if locked.state == Passage.State.ACCEPTED:
        return locked.item
    if locked.state == Passage.State.SKIPPED:
        raise AlreadyDecidedError
    return _accept(locked, by)


@transaction.atomic
def accept_section(report: Report, path: Iterable[str], by: User) -> list[Passage]:
    """Accept every passage under the title at `path` that still waits; those with nothing to keep are left out."""
    above = list(path)
    check_permission(by)
    waiting = Passage.objects.select_for_update(of=("self",)).select_related("report__workshop")
    passages = [
        passage
        for passage in waiting.filter(report=report, state=Passage.State.PENDING).order_by("position", "part")
        if passage.heading_path[: len(above)] == above
    ]
    for passage in passages:
        _accept(passage, by)
    return passages


@transaction.atomic
def leave_out_rest(report: Report, by: User) -> list[Passage]:
    """Leave out every passage that still waits and holds nothing to keep."""
    check_permission(by)
    waiting = Passage.objects.select_for_update(of=("self",)).select_related("report__workshop")
    nothing = waiting.filter(report=report, state=Passage.State.PENDING, kind=PassageKind.NOTHING)
    passages = list(nothing.order_by("position", "part"))
    for passage in passages:
        _accept(passage, by)
    return passages


@transaction.atomic
def edit_passage(passage: Passage, choice: Choice, by: User) -> Passage:
    """Record what a person says a passage is. The passage keeps how it reads in the report beside it."""
    locked = locked_passage(passage, by)
    if locked.state != Passage.State.PENDING:
        raise AlreadyDecidedError
    _check_choice(choice)
    locked.kind = choice.kind
    locked.type = (choice.type or Learning.Type.LEARNING) if choice.kind == PassageKind.LEARNING else ""
    locked.edited_text = choice.edited_text.strip()
    locked.title = choice.title.strip()
    keys = TopicIndex().keys_of(choice.new_topics, choice.topics)
    locked.topics, locked.new_topics = keys.slugs, keys.new_names
    locked.speaker, locked.role = choice.speaker.strip(), choice.role.strip()
    locked.save()
    log(locked.report, "cosecha.edit_passage", user=by, data=about(locked))
    return locked


@transaction.atomic
def skip_passage(passage: Passage, by: User) -> Passage:
    """Leave a passage out. Skipping again changes nothing."""
    locked = locked_passage(passage, by)
    if locked.state == Passage.State.ACCEPTED:
        raise AlreadyDecidedError
    if locked.state == Passage.State.PENDING:
        _decide(locked, Passage.State.SKIPPED, by)
        log(locked.report, "cosecha.skip_passage", user=by, data=about(locked))
    return locked


@transaction.atomic
def undo_decision(passage: Passage, by: User) -> Passage:
    """Take a decision back; a draft it made goes too, unless somebody has worked on it (DraftInUseError)."""
    locked = locked_passage(passage, by)
    if locked.state == Passage.State.PENDING:
        return locked
    item, locked.item = locked.item, None
    locked.state, locked.decided_by, locked.decided_at = Passage.State.PENDING, None, None
    locked.save()
    if item is not None:
        discard_draft(item, locked.consent_id)
    log(locked.report, "cosecha.undo_passage", user=by, data=about(locked))
    return locked


def _accept(passage: Passage, by: User) -> Item | None:
    if passage.kind == PassageKind.NOTHING:
        _decide(passage, Passage.State.SKIPPED, by)
    else:
        if passage.kind in DRAFTS:
            if not by.has_perm(f"cms.add_{passage.kind}"):
                raise NotPermittedError
            passage.item = make_draft(passage, by)
        _decide(passage, Passage.State.ACCEPTED, by)
    log(passage.report, "cosecha.accept_passage", user=by, data=about(passage) | {"item": passage.item_id})
    return passage.item


def _decide(passage: Passage, state: Passage.State, by: User) -> None:
    passage.state, passage.decided_by, passage.decided_at = state, by, timezone.now()
    passage.save()


def locked_passage(passage: Passage, by: User) -> Passage:
    """The passage as it is now, held until the transaction ends: two people decide one after the other."""
    check_permission(by)
    rows = Passage.objects.select_for_update(of=("self",)).select_related(
        "report__workshop", "item", "contributor", "consent"
    )
    return rows.get(pk=passage.pk)


def check_permission(by: User) -> None:
    if not by.has_perm("cms.change_report"):
        raise NotPermittedError


def _check_choice(choice: Choice) -> None:
    if choice.kind not in PassageKind.values:
        raise IncompletePassageError(_("Choose what this passage is."))
    if choice.type and choice.type not in Learning.Type.values:
        raise IncompletePassageError(_("Choose what type of learning this is."))
    if not choice.edited_text.strip():
        raise IncompletePassageError(_("The text is empty. If there is nothing to keep, skip the passage."))
    limits = ((choice.title, 160), (choice.speaker, 160), (choice.role, 120))
    if any(len(value.strip()) > longest for value, longest in limits):
        raise IncompletePassageError(_("Titles and names have room for 160 letters, roles for 120. Make it shorter."))
    if any(len(collapse_spaces(topic)) > 80 for topic in choice.new_topics):
        raise IncompletePassageError(_("The name of a topic has room for 80 letters. Make it shorter."))


def about(passage: Passage) -> dict[str, Any]:
    return {"passage": passage.pk, "position": passage.position, "kind": passage.kind}
