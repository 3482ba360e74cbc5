"""From an accepted passage to a draft, and back."""

import re
from collections.abc import Callable

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.content.attribution import ForeignConsentError
from cms.content.create_draft import NewDraft, create_draft
from cms.core.errors import CosechaError
from cms.core.text import paragraphs_to_html, shorten_first_line
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
from cms.users.models import User


class DraftInUseError(CosechaError):
    """The draft went on without the report: taking it back would lose somebody's work."""

    sentence = _("Somebody has already worked on this draft or published it. Open it there to change or remove it.")


def make_draft(passage: Passage, by: User) -> Item:
    """The draft that an accepted passage becomes: never live, nobody's consent assumed."""
    content = DRAFTS[passage.kind](passage)
    is_somebodys = content.usual_voice == Voice.PERSON
    consent = passage.consent if is_somebodys and passage.contributor_id else None
    if consent is not None and consent.contributor_id != passage.contributor_id:
        raise ForeignConsentError
    contributor = (passage.contributor or _named_speaker(passage)) if is_somebodys else None
    draft = NewDraft(
        content,
        _locale(passage.report.language),
        topics_of(passage) if passage.topics or passage.new_topics else (),
        voice=content.usual_voice,
        contributor=contributor,
        consent=consent,
        workshop=passage.report.workshop,
    )
    return create_draft(draft, by).item


def discard_draft(item: Item, consent: int | None = None) -> None:
    """Remove a draft that nobody has touched since it was made. Raises DraftInUseError for any other.

    `consent` is the one that was chosen for it in the report.
    """
    contents = item.contents()
    if item.is_withdrawn or item.consent_id not in (None, consent) or any(_is_in_use(content) for content in contents):
        raise DraftInUseError
    try:
        for content in contents:
            content.delete()
        item.delete()
    except ProtectedError as error:
        raise DraftInUseError(detail=str(error)) from error


def _is_in_use(content: Content) -> bool:
    return bool(content.live or content.revisions.count() > 1 or content.current_workflow_state)


def _quote(passage: Passage) -> Content:
    return Quote(text=passage.edited_text.strip())


def _testimony(passage: Passage) -> Content:
    return Testimony(title=_title(passage), lead="", story=paragraphs_to_html(passage.edited_text.strip()))


def _learning(passage: Passage) -> Content:
    title = _title(passage)
    summary = _after_title(passage.edited_text.strip(), title)
    return Learning(title=title, summary=summary, type=passage.type, activity=passage.activity)


def _resource(passage: Passage) -> Content:
    title = _title(passage)
    text = passage.edited_text.strip()
    link = ADDRESS.search(text)
    return Resource(title=title, summary=_after_title(text, title), link=link[0] if link else "")


def _commitment(passage: Passage) -> Content:
    text = passage.edited_text.strip()
    title = passage.title.strip() or (text if len(text) <= LONGEST_PROMISE else shorten_first_line(text))
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
    return passage.title.strip() or shorten_first_line(passage.edited_text.strip())


def _after_title(text: str, title: str) -> str:
    """What "Title: text" says after its title, so that a reader does not read it twice."""
    rest = text.removeprefix(f"{title}: ")
    return rest[:1].upper() + rest[1:] if rest != text else text


def _locale(language: str) -> Locale:
    return Locale.objects.filter(language_code=language).first() or Locale.get_default()


def _named_speaker(passage: Passage) -> Contributor | None:
    """The person named as the speaker: the one there is of that name, or a new one. Never a guess between two."""
    name = passage.speaker.strip()
    if not name:
        return None
    namesakes = list(Contributor.objects.filter(full_name__iexact=name)[:2])
    if len(namesakes) == 2:
        return None
    return namesakes[0] if namesakes else Contributor.objects.create(full_name=name, role=passage.role.strip())
