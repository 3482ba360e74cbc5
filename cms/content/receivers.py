"""What a change makes obsolete: the disclosure verdicts of the items that show it."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.consent.disclosure import items_about, items_showing, recheck_all, recheck_soon
from cms.consent.lost_approvals import mark_when_saved
from cms.models import (
    CONTENT_MODELS,
    ConsentTerms,
    Content,
    Contributor,
    Item,
    Organisation,
    Topic,
    Translation,
    Workshop,
)
from media.models import Brand

# What Wagtail notes on a row when it saves a revision.
BOOKKEEPING = frozenset({"latest_revision", "has_unpublished_changes"})
# The fields of an item that say whose words it is and where they were said.
ATTRIBUTION = frozenset({"voice", "contributor", "consent", "workshop"})


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in CONTENT_MODELS:
        post_save.connect(on_content_saved, sender=model, dispatch_uid=f"content_saved_{model.__name__}")
        through = model.topics.through
        m2m_changed.connect(on_topics_changed, sender=through, dispatch_uid=f"topics_changed_{model.__name__}")
    post_save.connect(on_topic_saved, sender=Topic, dispatch_uid="topic_saved")
    post_save.connect(on_terms_saved, sender=ConsentTerms, dispatch_uid="terms_saved")
    post_save.connect(on_contributor_saved, sender=Contributor, dispatch_uid="contributor_saved")
    post_save.connect(on_organisation_saved, sender=Organisation, dispatch_uid="organisation_saved")
    post_save.connect(on_workshop_saved, sender=Workshop, dispatch_uid="workshop_saved")
    post_save.connect(on_item_saved, sender=Item, dispatch_uid="item_saved")
    post_save.connect(on_file_saved, sender=get_image_model(), dispatch_uid="image_saved")
    post_save.connect(on_file_saved, sender=get_document_model(), dispatch_uid="document_saved")
    mark_when_saved(
        *CONTENT_MODELS,
        *(ConsentTerms, Contributor, Organisation, Workshop, Item, Topic, Translation, Brand),
        *(get_image_model(), get_document_model()),
    )


def on_content_saved(
    sender: type[Content], instance: Content, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    """The live row changed, or is live no more. Drafts keep their text in revisions and leave the row as it was."""
    is_bookkeeping = update_fields is not None and set(update_fields) <= BOOKKEEPING
    if not raw and not is_bookkeeping and (instance.live or instance.first_published_at):
        recheck_all(Item.objects.filter(translation_key=instance.translation_key))


def on_topics_changed(sender: Any, instance: Any, action: str, **_: Any) -> None:
    """Topics are written after the row they belong to. Their names stand beside its words."""
    if action.startswith("post_") and isinstance(instance, Content) and instance.live:
        recheck_all(Item.objects.filter(translation_key=instance.translation_key))


def on_topic_saved(sender: type[Topic], instance: Topic, created: bool = False, raw: bool = False, **_: Any) -> None:
    if not raw and not created:
        recheck_soon(items_about(instance))


def on_terms_saved(sender: type[ConsentTerms], instance: ConsentTerms, raw: bool = False, **_: Any) -> None:
    if not raw:
        recheck_all(Item.objects.filter(consent=instance.consent))


def on_contributor_saved(
    sender: type[Contributor], instance: Contributor, created: bool = False, raw: bool = False, **_: Any
) -> None:
    if not raw and not created:
        items = Item.objects.filter(Q(consent__contributor=instance) | Q(contributor=instance))
        items.update(context_changed_at=timezone.now())  # the credit that is shown may have changed
        recheck_all(items)


def on_organisation_saved(
    sender: type[Organisation], instance: Organisation, created: bool = False, raw: bool = False, **_: Any
) -> None:
    if not raw and not created:
        of_its_people = Q(consent__contributor__organisation=instance)
        recheck_soon(Item.objects.filter(of_its_people | Q(pk__in=items_showing(instance).values("pk"))))


def on_workshop_saved(
    sender: type[Workshop], instance: Workshop, created: bool = False, raw: bool = False, **_: Any
) -> None:
    """Its title may name what somebody keeps back."""
    if not raw and not created:
        recheck_soon(Item.objects.filter(workshop=instance))


def on_item_saved(
    sender: type[Item], instance: Item, created: bool = False, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    """Another consent, contributor or voice hides other words; another workshop shows other ones."""
    if not raw and not created and (update_fields is None or ATTRIBUTION & set(update_fields)):
        recheck_soon(Item.objects.filter(pk=instance.pk))


def on_file_saved(sender: type[Any], instance: Any, created: bool = False, raw: bool = False, **_: Any) -> None:
    if not raw and not created:
        recheck_soon(items_showing(instance))
