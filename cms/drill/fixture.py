"""The invented person of a drill, and words of theirs in every kind of content."""

from collections.abc import Iterator
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale

from cms.content.create_draft import NewDraft, create_drafts
from cms.content.translations import translate
from cms.drill import search_words
from cms.models import (
    CONTENT_MODELS,
    Commitment,
    Consent,
    Content,
    Contributor,
    DiscussionGroup,
    Item,
    Learning,
    Quote,
    Resource,
    Testimony,
    Webinar,
)
from cms.sample.picture import mountain_picture
from cms.sample.sheet import water_sheet
from cms.terms.record import record_terms
from media.models import CustomDocument, CustomImage


def publish(staff: Any, every_format: bool = False) -> tuple[Contributor, list[Item]]:
    """Everything of theirs, live: each kind once, with a translation, a picture and a file, allowed everywhere."""
    consent = _consent(staff)
    spanish = Locale.objects.get(language_code="es")
    originals = create_drafts(
        [NewDraft(content, spanish, consent=consent) for content in _contents(every_format)], staff
    )
    for content in originals:
        content.latest_revision.publish(user=staff)
    english = translate(originals[0], Locale.objects.get(language_code="en"), staff)
    english.text = search_words.typed(search_words.QUOTE_EN)
    english.save_revision(user=staff).publish(user=staff)
    keys = [content.translation_key for content in originals]
    return consent.contributor, list(Item.objects.filter(translation_key__in=keys).order_by("pk"))


def _consent(staff: Any) -> Consent:
    person = Contributor.objects.create(full_name=search_words.typed(search_words.NAME), role="lideresa")
    consent = Consent.objects.create(contributor=person, label="Ensayo")
    everything = {f"allows_{use}": True for use in ("web", "newsletter", "social", "all_networks")}
    shown = {"shows_face": True, "shows_place": True, "shows_organisation": True}
    record_terms(consent, staff, credit="full_name", how="witnessed", **everything, **shown)
    return consent


def _contents(every_format: bool) -> list[Content]:
    """One of each kind, the quote first; more testimonies where their photos are to have every format."""
    photos = [
        CustomImage.objects.create(title="Ensayo", file=ContentFile(data, name=f"ensayo.{ending}"))
        for ending, data in _pictures(every_format)
    ]
    sheet = CustomDocument(title="Ensayo")
    sheet.file.save("ensayo.pdf", ContentFile(water_sheet()))
    title, words = search_words.typed(search_words.TITLE), search_words.typed(search_words.STORY)
    story, short = f"<p>{words}</p>", {"title": title, "summary": words}
    day = timezone.localdate() + timedelta(days=60)
    fields: dict[type[Content], dict[str, Any]] = {
        Quote: {"text": search_words.typed(search_words.QUOTE)},
        Testimony: {"title": title, "lead": words, "story": story, "photo": photos[0]},
        Learning: short | {"body": story},
        Resource: short | {"body": story, "file": sheet},
        Webinar: short | {"starts_on": day, "starts_at": time(15), "join_link": "https://ensayo.example.org/sala"},
        DiscussionGroup: short | {"seen_by": "everybody", "invitation": "https://ensayo.example.org/entrar"},
        Commitment: short | {"due_on": day},
    }
    contents: list[Content] = [model(**fields[model]) for model in CONTENT_MODELS]
    others = [Testimony(**fields[Testimony] | {"photo": photo}) for photo in photos[1:]]
    return [*contents, *others]


def _pictures(every_format: bool) -> Iterator[tuple[str, bytes]]:
    """A JPEG, or a picture in each format that is accepted, by the ending of its file."""
    drawing = Image.open(BytesIO(mountain_picture()))
    yield "jpg", mountain_picture()
    if every_format:
        several = BytesIO()  # what many phones write, and call it .jpg
        small = drawing.resize((800, 500))
        small.save(several, "MPO", save_all=True, append_images=[small])
        yield "jpg", several.getvalue()
    for ending in settings.WAGTAILIMAGES_EXTENSIONS if every_format else ():
        if ending not in ("jpg", "jpeg"):
            file = BytesIO()
            drawing.resize((800, 500)).save(file, ending.upper())
            yield ending, file.getvalue()
