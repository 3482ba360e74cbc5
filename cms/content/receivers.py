"""What follows from a change: verdicts are reached again, and the writer is remembered for the four-eyes rule."""

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.signals import published

from cms.consent.disclosure import items_showing, recheck, recheck_all
from cms.models import CONTENT_MODELS, ConsentTerms, Content, Contributor, Item, Organisation, Workshop

# The fields of an item that say whose words it is and where they were said.
WHOSE = frozenset({"voice", "contributor", "consent", "workshop"})


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in CONTENT_MODELS:
        post_save.connect(on_wording_saved, sender=model, dispatch_uid=f"wording_saved_{model.__name__}")
        published.connect(on_published, sender=model, dispatch_uid=f"wording_published_{model.__name__}")
    post_save.connect(on_terms_saved, sender=ConsentTerms, dispatch_uid="terms_saved")
    post_save.connect(on_contributor_saved, sender=Contributor, dispatch_uid="contributor_saved")
    post_save.connect(on_organisation_saved, sender=Organisation, dispatch_uid="organisation_saved")
    post_save.connect(on_workshop_saved, sender=Workshop, dispatch_uid="workshop_saved")
    post_save.connect(on_item_saved, sender=Item, dispatch_uid="item_saved")
    post_save.connect(on_shown_saved, sender=get_image_model(), dispatch_uid="image_saved")
    post_save.connect(on_shown_saved, sender=get_document_model(), dispatch_uid="document_saved")


def on_wording_saved(sender: type[Content], instance: Content, raw: bool = False, **_: Any) -> None:
    """The live row changed (drafts and autosave keep their text in revisions and leave it as it was)."""
    if raw:
        return
    item, _created = Item.objects.get_or_create(
        translation_key=instance.translation_key, defaults={"kind": instance.kind}
    )
    if instance.live and not item.slug:
        item.slug = address_slug(instance)
        item.save(update_fields=["slug"])
    recheck(item)


def on_published(sender: type[Content], instance: Content, revision: Any = None, **_: Any) -> None:
    if revision is not None and revision.user_id:
        Item.objects.filter(translation_key=instance.translation_key).update(written_by=revision.user_id)


def on_terms_saved(sender: type[ConsentTerms], instance: ConsentTerms, raw: bool = False, **_: Any) -> None:
    if not raw:
        recheck_all(Item.objects.filter(consent=instance.consent))


def on_contributor_saved(
    sender: type[Contributor], instance: Contributor, created: bool = False, raw: bool = False, **_: Any
) -> None:
    if not raw and not created:
        theirs = Item.objects.filter(consent__contributor=instance)
        theirs.update(told_at=timezone.now())  # what stands as the credit may have changed
        recheck_all(theirs)


def on_organisation_saved(
    sender: type[Organisation], instance: Organisation, created: bool = False, raw: bool = False, **_: Any
) -> None:
    if not raw and not created:
        recheck_all({*Item.objects.filter(consent__contributor__organisation=instance), *items_showing(instance)})


def on_workshop_saved(
    sender: type[Workshop], instance: Workshop, created: bool = False, raw: bool = False, **_: Any
) -> None:
    """Its title may name what somebody keeps back."""
    if not raw and not created:
        recheck_all(instance.items.all())


def on_item_saved(
    sender: type[Item], instance: Item, created: bool = False, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    """Another consent, contributor or voice hides other words; another workshop shows other ones."""
    if not raw and not created and (update_fields is None or WHOSE & set(update_fields)):
        recheck(instance)


def on_shown_saved(sender: type[Any], instance: Any, created: bool = False, raw: bool = False, **_: Any) -> None:
    if not raw and not created:
        recheck_all(items_showing(instance))


def address_slug(wording: Content) -> str:
    """The last part of an item's public address.

    It holds nothing of somebody's exact words: an address outlives a withdrawal in other people's logs.
    """
    key = wording.translation_key.hex[:8]
    title = slugify(wording.heading)[:70].strip("-")
    return f"{title}-{key}" if title else key
