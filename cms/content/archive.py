"""Putting away what was never out: it is deleted only where nothing refers to it, and archived where something does."""

from django.utils import timezone
from wagtail.log_actions import log

from cms.core.errors import NotPermittedError
from cms.models import CONTENT_MODELS, ApprovalNotice, Content, Item, Translation, WithdrawnWords
from cms.users.models import User

# What belongs to an item and goes with it.
OWN = (*CONTENT_MODELS, ApprovalNotice, WithdrawnWords, Translation)


def is_referred_to(item: Item) -> bool:
    """Whether anything of ours points at `item`: a passage, a plan, an edition, a receipt, whatever there is."""
    for field in Item._meta.get_fields(include_hidden=True):
        if not field.auto_created or field.concrete or field.related_model in OWN:
            continue
        pointing = field.related_model._default_manager  # type: ignore[union-attr]  # none of them is generic
        if pointing.filter(**{field.field.name: item.pk}).exists():  # type: ignore[union-attr]
            return True
    return False


def must_stay(content: Content) -> bool:
    """Whether deleting `content` would leave something pointing at an item without words."""
    others = type(content)._default_manager.filter(translation_key=content.translation_key).exclude(pk=content.pk)
    return not others.exists() and is_referred_to(content.item)


def archive(item: Item, by: User) -> None:
    """Out of the lists, and not to be published until it is brought back."""
    if not by.has_perm(f"cms.delete_{item.kind}"):
        raise NotPermittedError
    if Item.objects.filter(pk=item.pk, archived_at=None).update(archived_at=timezone.now()):
        log(item, "cosecha.archive", user=by)


def bring_back(item: Item, by: User) -> None:
    """Among the drafts again."""
    if not by.has_perm(f"cms.change_{item.kind}"):
        raise NotPermittedError
    if Item.objects.filter(pk=item.pk, archived_at__isnull=False).update(archived_at=None):
        log(item, "cosecha.bring_back", user=by)
