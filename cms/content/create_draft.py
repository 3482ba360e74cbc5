"""Creating content: the item, its first text and the revision of it, in one transaction.

Every draft that Cosecha makes itself (harvest, spreadsheets, capture, sample, drill) is made here. Drafts that staff
begin in the admin or through Wagtail's API are made by `CreateContentAction`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelsearch import index
from modelsearch.backends import get_search_backends
from wagtail.actions.create import CreateAction
from wagtail.actions.registry import action_registry
from wagtail.models import Locale, Revision

from cms.consent.disclosure import recheck_all
from cms.core.audit_log import log_many
from cms.models import Consent, Content, Contributor, Item, Topic, Voice, Workshop
from cms.users.models import User


@dataclass(frozen=True)
class NewDraft:
    """A draft to be created: unsaved `content` with its texts, and what its item says of it.

    Without a `contributor`, the one who gave `consent` is meant. With `item`, the content joins that item as another
    language, and the fields of the item are left as they are.
    """

    content: Content
    locale: Locale
    topics: Sequence[Topic] = ()
    voice: str = Voice.PERSON
    contributor: Contributor | None = None
    consent: Consent | None = None
    workshop: Workshop | None = None
    is_sensitive: bool = False
    item: Item | None = None


def create_draft(draft: NewDraft, by: User | None) -> Content:
    """Create one draft. `by` is None where no member of staff wrote it."""
    return create_drafts([draft], by)[0]


@transaction.atomic
def create_drafts(drafts: Sequence[NewDraft], by: User | None) -> list[Content]:
    """Create many drafts in a number of queries that depends on how many kinds there are, not on how many drafts.

    Answers the contents in the order of `drafts`. None of them is live.
    """
    items = [draft.item or _new_item(draft, by) for draft in drafts]
    Item.objects.bulk_create(item for item in items if item.pk is None)
    by_model: dict[type[Content], list[tuple[Content, Sequence[Topic]]]] = defaultdict(list)
    for draft, item in zip(drafts, items, strict=True):
        content = draft.content
        content.translation_key, content.locale = item.translation_key, draft.locale
        content.live, content.has_unpublished_changes = False, True
        # Set before it has a primary key: afterwards each would be looked up first.
        content.topics = list(draft.topics)
        content.item = item
        by_model[type(content)].append((content, draft.topics))
    for model, contents in by_model.items():
        _insert(model, contents)
    created = [draft.content for draft in drafts]
    _create_revisions(created, by)
    recheck_all(items)
    add_to_search(created)
    return created


def create_item(content: Content, by: User | None) -> Item:
    """The item of `content`, created where it has none yet, with the voice that is usual for its kind."""
    defaults = {"kind": content.kind, "voice": content.usual_voice, "written_by": by}
    item, is_new = Item.objects.get_or_create(translation_key=content.translation_key, defaults=defaults)
    if is_new:
        recheck_all([item])
    return item


class CreateContentAction(CreateAction):
    """Create content together with its item: in the admin (new and copy) and through Wagtail's API."""

    def _save_instance(self) -> None:
        super()._save_instance()
        create_item(self.instance, self.user)


def register() -> None:
    """Register the action. Called once, when the app is ready."""
    action_registry.register(Content, CreateContentAction)


def add_to_search(rows: Iterable[Any]) -> None:
    """Index rows that were inserted in bulk, which tells the search backend nothing."""
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for backend in get_search_backends(with_auto_update=True):
        for model, of_model in by_model.items():
            if index.class_is_indexed(model):
                backend.add_bulk(model, of_model)


def _new_item(draft: NewDraft, by: User | None) -> Item:
    contributor = draft.contributor or (draft.consent.contributor if draft.consent else None)
    return Item(
        kind=draft.content.kind,
        voice=draft.voice,
        contributor=contributor,
        consent=draft.consent,
        workshop=draft.workshop,
        is_sensitive=draft.is_sensitive,
        written_by=by,
    )


def _insert(model: type[Content], contents: Sequence[tuple[Content, Sequence[Topic]]]) -> None:
    model._default_manager.bulk_create(content for content, _topics in contents)
    through, source = model.topics.through, f"{model._meta.model_name}_id"
    through.objects.bulk_create(
        through(**{source: content.pk, "topic_id": topic.pk}) for content, topics in contents for topic in topics
    )


def _create_revisions(contents: Sequence[Content], by: User | None) -> None:
    """The first revision of each, and the entry of the log that says who created it."""
    now = timezone.now()
    revisions = [
        Revision(
            content_type=ContentType.objects.get_for_model(content, for_concrete_model=False),
            base_content_type=ContentType.objects.get_for_model(content, for_concrete_model=False),
            object_id=str(content.pk),
            created_at=now,
            user=by,
            object_str=str(content),
            content=content.serializable_data(),
        )
        for content in contents
    ]
    Revision.objects.bulk_create(revisions)
    for content, revision in zip(contents, revisions, strict=True):
        content.latest_revision = revision
    for model in {type(content) for content in contents}:
        own = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id=Cast(OuterRef("pk"), CharField())
        )
        keys = [content.pk for content in contents if isinstance(content, model)]
        model._default_manager.filter(pk__in=keys).update(latest_revision=Subquery(own.values("pk")[:1]))
    log_many(
        (
            (content, "wagtail.create", {"revision": revision, "content_changed": True})
            for content, revision in zip(contents, revisions, strict=True)
        ),
        by,
    )
