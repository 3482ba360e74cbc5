"""Cutting a passage in two and joining it with the next, while both wait to be reviewed. Either can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core.errors import CosechaError, WrongMomentError
from cms.core.text import skeleton
from cms.harvest.reading.passages import Split
from cms.harvest.review.decide import AlreadyDecidedError, about, locked_passage
from cms.harvest.review.split_text import between, cut, cut_alike, put_together
from cms.harvest.suggestions.suggest import suggest
from cms.harvest.topic_keys import TopicIndex
from cms.models import Consent, Contributor, Passage, PassageKind, Recut
from cms.users.models import User


class NoPlaceError(CosechaError):
    """There is no such place in it to cut it at."""

    sentence = _("Choose a place between two words.")


class NothingToJoinError(WrongMomentError):
    """What comes next cannot become one with it."""

    sentence = _("There is nothing to join it with: what comes next was decided, or stands under another title.")


class TwoPeopleError(CosechaError):
    """One would be taken for having said what the other said."""

    sentence = _("These are two people's words: each keeps a passage of their own.")


class EditedSinceError(WrongMomentError):
    """Undoing would lose what somebody wrote."""

    sentence = _("This was changed since. To lose nothing of it, join or divide it again instead of undoing.")


@dataclass
class Changed:
    """The passages there are now, in order, and those that are gone."""

    passages: list[Passage]
    gone: list[int] = field(default_factory=list)


# What makes a passage what it is; the rest says where it stands and who decided about it.
_SUBSTANCE = (
    "text",
    "edited_text",
    "kind",
    "type",
    "title",
    "topics",
    "new_topics",
    "speaker",
    "role",
    "contributor_id",
    "consent_id",
)


@transaction.atomic
def split_passage(passage: Passage, at: int, by: User) -> Changed:
    """Make two of one, the second beginning with the letter `at` of how it reads in the report.

    Raises NoPlaceError, AlreadyDecidedError.
    """
    first = locked_passage(passage, by)
    _check_waits(first)
    before = [_as_plain(first)]
    try:
        texts = cut(first.text, at)
    except ValueError as error:
        raise NoPlaceError(detail=str(error)) from error
    edited_texts = cut_alike(first.text, first.edited_text, at)
    second = Passage(**_values(before[0]))
    second.pk = None
    if all(part.strip() for part in edited_texts):
        second.title = ""
    for part, text, edited_text in ((first, texts[0], edited_texts[0]), (second, texts[1], edited_texts[1])):
        part.text, part.edited_text = text, edited_text
        if not edited_text.strip():
            _suggest_anew(part)
    first.part = first.part or 1
    second.part = first.part + 1
    first.save()
    _make_room(second)
    second.save()
    _record([first, second], before, "cosecha.split_passage", by)
    return Changed([first, second])


@transaction.atomic
def join_passages(passage: Passage, by: User) -> Changed:
    """Make one of a passage and the next under the same title.

    Raises NothingToJoinError, TwoPeopleError, AlreadyDecidedError.
    """
    first = locked_passage(passage, by)
    _check_waits(first)
    following = next_of(first)
    if following is None:
        raise NothingToJoinError
    second = locked_passage(following, by)
    if not second.is_pending:
        raise NothingToJoinError
    _check_one_person(first, second)
    before = [_as_plain(first), _as_plain(second)]
    divider = between(first.text)
    first.text = put_together(first.text, second.text, divider)
    first.edited_text = put_together(first.edited_text, second.edited_text, divider)
    if first.kind == PassageKind.NOTHING:
        first.kind, first.type = second.kind, second.type
    first.title = first.title or second.title
    first.topics = list(dict.fromkeys([*first.topics, *second.topics]))
    first.new_topics = list(dict.fromkeys([*first.new_topics, *second.new_topics]))
    if not first.speaker:
        first.speaker, first.role = second.speaker, second.role
    if not first.contributor_id:
        first.contributor, first.consent = second.contributor, second.consent
    gone = second.pk
    second.delete()
    first.save()
    _record([first], before, "cosecha.join_passages", by)
    return Changed([first], [gone])


@transaction.atomic
def undo_recut(passage: Passage, by: User) -> Changed:
    """Take back the last cut or joining that made this passage. Changes nothing where there is none.

    Raises EditedSinceError, AlreadyDecidedError.
    """
    locked = locked_passage(passage, by)
    recut = locked.recut
    if recut is None:
        return Changed([locked])
    now = {row.pk: locked_passage(row, by) for row in recut.passages.all()}
    for was in recut.after:
        row = now.get(was["id"])
        if row is None or any(getattr(row, name) != was[name] for name in _SUBSTANCE):
            raise EditedSinceError
        _check_waits(row)
    kept = {was["id"] for was in recut.before}
    gone = [pk for pk in now if pk not in kept]
    Passage.objects.filter(pk__in=gone).delete()
    restored: list[Passage] = []
    for was in recut.before:
        restored.append(_restored(was, now.get(was["id"]), restored[-1] if restored else None))
    recut.delete()
    log(locked.report, "cosecha.undo_recut", user=by, data=about(locked))
    return Changed(restored, gone)


def next_of(passage: Passage) -> Passage | None:
    """What it can be joined with: the next that waits, under the same title."""
    rows = Passage.objects.filter(report=passage.report_id)
    following = rows.filter(position=passage.position, part__gt=passage.part) | rows.filter(
        position__gt=passage.position
    )
    found = following.order_by("position", "part").first()
    return found if found and found.is_pending and found.heading_path == passage.heading_path else None


def _check_waits(passage: Passage) -> None:
    if not passage.is_pending:
        raise AlreadyDecidedError


def _check_one_person(first: Passage, second: Passage) -> None:
    speakers = {passage.speaker.casefold() for passage in (first, second) if passage.speaker}
    people = {passage.contributor_id for passage in (first, second) if passage.contributor_id}
    consents = {passage.consent_id for passage in (first, second) if passage.contributor_id}
    if max(len(speakers), len(people), len(consents)) > 1 or _is_spoken_by_another(first, second):
        raise TwoPeopleError


def _is_spoken_by_another(first: Passage, second: Passage) -> bool:
    """Whether staff said whose the one is, and the report says of the other alone who speaks: somebody else."""
    for said, spoken in ((first, second), (second, first)):
        if said.contributor and spoken.speaker and not (spoken.contributor_id or said.speaker):
            return skeleton(spoken.speaker).split() != skeleton(said.contributor.full_name).split()
    return False


def _suggest_anew(part: Passage) -> None:
    """What the part left over is, by the rules: what was said of the whole was said of the other part."""
    text = part.text.strip()
    split = Split(text, tuple(part.heading_path), activity=part.activity, page=part.page)
    index = TopicIndex()
    found = suggest([split], index.names)[0]
    keys = index.keys_of(found.topics)
    part.suggested_kind = part.kind = found.kind
    part.suggested_type = part.type = found.type
    part.reason, part.reason_about = found.reason.code, found.reason.about[:240]
    part.title, part.edited_text = found.title[:160], found.words or text
    part.topics, part.new_topics = keys.slugs, keys.new_names
    part.speaker, part.role = found.speaker[:160], found.role[:120]
    part.contributor = part.consent = None


def _record(made: list[Passage], before: list[dict[str, Any]], action: str, by: User) -> None:
    recut = Recut.objects.create(report=made[0].report, before=before, after=[_as_plain(row) for row in made])
    for row in made:
        row.recut = recut
        row.save()
    log(made[0].report, action, user=by, data=about(made[0]) | {"passages": [row.pk for row in made]})


def _make_room(passage: Passage) -> None:
    """Number the parts that come after it anew, from the last, where its own number is taken."""
    same = Passage.objects.filter(report=passage.report, position=passage.position)
    if same.filter(part=passage.part).exclude(pk=passage.pk).exists():
        for row in same.filter(part__gte=passage.part).exclude(pk=passage.pk).order_by("-part"):
            row.part += 1
            row.save()


def _as_plain(passage: Passage) -> dict[str, Any]:
    """Its fields as JSON holds them. What it was decided to be is none of them: it waits."""
    left_out = {"item_id", "decided_by_id", "decided_at", "changed_at"}
    return {name: getattr(passage, name) for name in _names() if name not in left_out}


def _names() -> Iterable[str]:
    return (field.attname for field in Passage._meta.concrete_fields)


def _values(was: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row that was, without what it pointed at and is no longer there."""
    values = dict(was)
    if not Contributor.objects.filter(pk=values["contributor_id"]).exists():
        values["contributor_id"] = values["consent_id"] = None
    if not Consent.objects.filter(pk=values["consent_id"]).exists():
        values["consent_id"] = None
    return values


def _restored(was: dict[str, Any], row: Passage | None, before: Passage | None) -> Passage:
    """The row as it was, but for its number among the parts: those around it may have moved on meanwhile."""
    restored = Passage(**_values(was))
    if row is not None:
        restored.part = row.part
        restored.save(force_update=True)
        return restored
    if before is not None and before.position == restored.position:
        restored.part = before.part + 1
    _make_room(restored)
    restored.save(force_insert=True)
    return restored
