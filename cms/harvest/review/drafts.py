"""From an accepted passage to a draft, and back."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.content.attribution import Attribution, attribute
from cms.core.errors import CosechaError
from cms.harvest.topic_keys import topics_of
from cms.models import (
    Commitment,
    Content,
    Contributor,
    Item,
    Learning,
    Passage,
    Quote,
    Resource,
    Testimony,
    Voice,
)


class DraftInUseError(CosechaError):
    """The draft went on without the report: taking it back would lose somebody's work."""

    sentence = _("Somebody has already worked on this draft or published it. Open it there to change or remove it.")


def make_draft(passage: Passage, by: Any) -> Item:
    """The draft that an accepted passage becomes: never live, nobody's consent assumed."""
    wording = DRAFTS[passage.kind](passage)
    wording.locale = _locale(passage.report.language)
    wording.live = False
    wording.save()
    if passage.topics or passage.new_topics:
        wording.topics.set(topics_of(passage))
        wording.save()
    item = Item.objects.get(translation_key=wording.translation_key)
    item.workshop = passage.report.workshop
    item.voice = wording.usual_voice
    is_unsaid = item.voice == Voice.PERSON and passage.contributor_id is None
    item.contributor = _contributor(passage) if is_unsaid else None
    item.written_by = by
    item.save(update_fields=["workshop", "voice", "contributor", "written_by"])
    revision = wording.save_revision(user=by)
    log(wording, "wagtail.create", user=by, revision=revision, content_changed=True)
    if item.has_person and passage.contributor_id:
        seen = Attribution.of(item)
        attribute(item, replace(seen, contributor=passage.contributor_id, consent=passage.consent_id), seen, by)
        item.refresh_from_db()
    return item


def discard_draft(item: Item, consent: int | None = None) -> None:
    """Remove a draft that nobody has touched since it was made. Raises DraftInUseError for any other.

    `consent` is the one that was chosen for it in the report.
    """
    wordings = item.wordings()
    if item.is_withdrawn or item.consent_id not in (None, consent) or any(_is_in_use(wording) for wording in wordings):
        raise DraftInUseError
    try:
        for wording in wordings:
            wording.delete()
        item.delete()
    except ProtectedError as error:
        raise DraftInUseError(detail=str(error)) from error


def _is_in_use(wording: Content) -> bool:
    return bool(wording.live or wording.revisions.count() > 1 or wording.current_workflow_state)


def _quote(passage: Passage) -> Content:
    return Quote(text=passage.wording.strip())


def _testimony(passage: Passage) -> Content:
    return Testimony(title=_title(passage), lead="", story=paragraphs(passage.wording.strip()))


def _learning(passage: Passage) -> Content:
    title = _title(passage)
    summary = _after_title(passage.wording.strip(), title)
    return Learning(title=title, summary=summary, type=passage.type, activity=passage.activity)


def _resource(passage: Passage) -> Content:
    title = _title(passage)
    text = passage.wording.strip()
    link = ADDRESS.search(text)
    return Resource(title=title, summary=_after_title(text, title), link=link[0] if link else "")


def _commitment(passage: Passage) -> Content:
    text = passage.wording.strip()
    title = passage.title.strip() or (text if len(text) <= LONGEST_PROMISE else start_of(text))
    return Commitment(title=title, summary="" if text == title else _after_title(text, title))


LONGEST_PROMISE = 240
# An address in a text, without the full stop or bracket behind it.
ADDRESS = re.compile(r"https?://[^\s<>\"»”]{3,400}[^\s<>\"»”.,;:!?)\]]")
# What makes the draft of each kind that a passage may become.
DRAFTS: dict[str, Callable[[Passage], Content]] = {
    "quote": _quote,
    "testimony": _testimony,
    "learning": _learning,
    "resource": _resource,
    "commitment": _commitment,
}


def _title(passage: Passage) -> str:
    return passage.title.strip() or start_of(passage.wording.strip())


def paragraphs(text: str) -> str:
    """Plain text as the rich text of a story: an empty line divides paragraphs."""
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip())


def _after_title(text: str, title: str) -> str:
    """What "Title: text" says after its title, so that a reader does not read it twice."""
    rest = text.removeprefix(f"{title}: ")
    return rest[:1].upper() + rest[1:] if rest != text else text


def start_of(text: str) -> str:
    """The first words of a text, short enough for a title."""
    words = text.split("\n")[0]
    return words if len(words) <= 160 else words[:158].rsplit(" ", 1)[0] + "…"


def _locale(language: str) -> Locale:
    return Locale.objects.filter(language_code=language).first() or Locale.get_default()


def _contributor(passage: Passage) -> Contributor | None:
    """The person named as the speaker: the one there is of that name, or a new one. Never a guess between two."""
    name = passage.speaker.strip()
    if not name:
        return None
    namesakes = list(Contributor.objects.filter(full_name__iexact=name)[:2])
    if len(namesakes) == 2:
        return None
    return namesakes[0] if namesakes else Contributor.objects.create(full_name=name, role=passage.role.strip())
