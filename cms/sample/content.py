"""The sample's content, published in the languages they are written in."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale

from cms.content.create_draft import NewDraft, create_draft
from cms.content.translations import name_original
from cms.core.text import paragraphs_to_html
from cms.models import (
    Commitment,
    Consent,
    Content,
    DiscussionGroup,
    Item,
    Learning,
    Organisation,
    Quote,
    Resource,
    Testimony,
    Topic,
    Voice,
    Webinar,
    Workshop,
)
from cms.sample.picture import mountain_picture
from cms.sample.sheet import water_sheet
from media.models import CustomDocument, CustomImage

Row = dict[str, Any]


class Publisher:
    """Publishes rows of the sample as live content with its items."""

    def __init__(
        self, consents: dict[str, Consent], topics: dict[str, Topic], workshop: Workshop, author: Any, publisher: Any
    ) -> None:
        self.consents, self.topics, self.workshop = consents, topics, workshop
        self.author, self.publisher = author, publisher
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.published = 0

    def publish(self, model: type[Content], row: Row, fields_of: Callable[[Row, str], dict[str, Any] | None]) -> Item:
        """One item: the content in its own language first, then each translation that `fields_of` knows."""
        original = row.get("language", "es")
        languages = sorted(dict(settings.LANGUAGES), key=lambda code: code != original)
        contents = [(language, fields_of(row, language)) for language in languages]
        item: Item | None = None
        first: Content | None = None
        for language, fields in contents:
            if fields is None:
                continue
            content = create_draft(self._draft(model(**fields), row, language, item), self.author)
            if item is not None and first is not None:
                name_original(item, content.locale, first, row.get("translators", {}).get(language, ""))
            else:
                item, first = content.item, content
            content.latest_revision.publish(user=self.publisher)
        if item is None or first is None:
            raise ValueError(f"The sample has a row without words: {row}")
        self._date(model, first)
        return Item.objects.get(pk=item.pk)

    def _draft(self, content: Content, row: Row, language: str, item: Item | None) -> NewDraft:
        consent = self.consents[row["by"]] if "by" in row else None
        return NewDraft(
            content,
            self.locales[language],
            [self.topics[name] for name in row["topics"]],
            voice=Voice.PERSON if consent else Voice.NOBODY,
            consent=consent,
            workshop=self.workshop,
            is_sensitive=row.get("sensitive", False),
            item=item,
        )

    def _date(self, model: type[Content], content: Content) -> None:
        """Spread the sample over the weeks before, as if it had been published bit by bit."""
        at = timezone.now() - timedelta(days=self.published * 2, hours=3)
        model.objects.filter(translation_key=content.translation_key).update(
            first_published_at=at, last_published_at=at
        )
        self.published += 1


def publish_all(data: dict[str, list[Row]], publisher: Publisher) -> Iterator[Item]:
    """Publish every row of the sample, the kinds in turn."""
    photo = CustomImage(
        title="Andenes y canal (ilustración)",
        description="Ilustración: andenes verdes y un canal de agua bajo las montañas, al amanecer.",
        file=ContentFile(mountain_picture(), name="andenes.jpg"),
        uploaded_by_user=publisher.author,
    )
    photo.save()
    sheet = CustomDocument(title="Hoja de registro de agua", uploaded_by_user=publisher.author)
    sheet.file.save("hoja-de-registro-de-agua.pdf", ContentFile(water_sheet()))
    for row in data["quotes"]:
        yield publisher.publish(Quote, row, _quote)
    for row in data["learnings"]:
        yield publisher.publish(Learning, row, _learning)
    for row in data["testimonies"]:
        yield publisher.publish(Testimony, row | ({"photo": photo} if row.get("photo") else {}), _testimony)
    for row in data["resources"]:
        yield publisher.publish(Resource, row | ({"file": sheet} if row.get("file") else {}), _resource)
    for row in data["webinars"]:
        at = timezone.localdate() + timedelta(days=row["in_days"])
        yield publisher.publish(Webinar, row | {"starts_on": at, "starts_at": time(*row["at"])}, _webinar)
    for row in data["commitments"]:
        yield publisher.publish(Commitment, row, _commitment)
    for row in data["groups"]:
        yield publisher.publish(DiscussionGroup, row, _group)


def _quote(row: Row, language: str) -> dict[str, Any] | None:
    original = row.get("language", "es")
    text = row["text"] if language == original else row.get(language)
    return text and {"text": text, "context": row.get("context", "") if language in (original, "es") else ""}


def _learning(row: Row, language: str) -> dict[str, Any] | None:
    prefix = "" if language == "es" else f"{language}_"
    if f"{prefix}title" not in row:
        return None
    texts = {name: row[f"{prefix}{name}"] for name in ("title", "summary", "body")}
    return texts | {"body": paragraphs_to_html(texts["body"]), "type": row["type"], "activity": row["activity"]}


def _testimony(row: Row, language: str) -> dict[str, Any] | None:
    prefix = "" if language == "es" else f"{language}_"
    if f"{prefix}title" not in row:
        return None
    texts = {name: row[f"{prefix}{name}"].strip() for name in ("title", "lead", "story")}
    return texts | {
        "story": paragraphs_to_html(texts["story"]),
        "photo": row.get("photo"),
        "place": row.get("place", ""),
    }


def _resource(row: Row, language: str) -> dict[str, Any] | None:
    prefix = "" if language == "es" else f"{language}_"
    if f"{prefix}title" not in row:
        return None
    texts = {name: row[f"{prefix}{name}"] for name in ("title", "summary", "body")}
    same = {name: row[name] for name in ("type", "authors", "licence", "languages")}
    where = {"file": row.get("file"), "link": row.get("link", "")}
    return texts | {"body": paragraphs_to_html(texts["body"])} | same | where


def _webinar(row: Row, language: str) -> dict[str, Any] | None:
    prefix = "" if language == "es" else f"{language}_"
    if f"{prefix}title" not in row:
        return None
    texts = {name: row.get(f"{prefix}{name}", "") for name in ("title", "summary", "body")}
    same = {name: row[name] for name in ("starts_on", "starts_at", "minutes", "time_zone", "speakers")}
    links = {name: row.get(name, "") for name in ("join_link", "recording")}
    materials = "".join(f'<p><a href="{link["url"]}">{link["title"]}</a></p>' for link in row.get("materials", ()))
    return texts | {"body": paragraphs_to_html(texts["body"]), "materials": materials} | same | links


def _commitment(row: Row, language: str) -> dict[str, Any] | None:
    if language != "es":
        return None
    today = timezone.localdate()
    return {
        "title": row["title"],
        "summary": row.get("summary", ""),
        "organisation": Organisation.objects.get(name=row["organisation"]) if "organisation" in row else None,
        "due_on": today + timedelta(days=row["due_in_days"]),
        "state": row["state"],
        "state_on": today - timedelta(days=row["state_days_ago"]) if "state_days_ago" in row else None,
        "outcome": row.get("outcome", ""),
    }


def _group(row: Row, language: str) -> dict[str, Any] | None:
    if language != "es":
        return None
    fields = {name: row[name] for name in ("title", "summary", "platform", "seen_by", "invitation")}
    return fields | {"body": paragraphs_to_html(row["body"])}
