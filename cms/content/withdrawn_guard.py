"""What was withdrawn does not come back, by whatever way: publish, schedule, revert, translate, import.

The gate refuses withdrawn items anyhow; this keeps their wordings from going live at all, and says why.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_save
from wagtail import hooks
from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction
from wagtail.models import Revision

from cms.core.errors import WithdrawnError
from cms.models import CONTENT_MODELS, Content, Item


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in CONTENT_MODELS:
        pre_save.connect(refuse_to_publish, sender=model, dispatch_uid=f"tombstone_{model.__name__}")
    pre_save.connect(refuse_to_schedule, sender=Revision, dispatch_uid="tombstone_schedule")


def is_withdrawn(translation_key: Any) -> bool:
    return Item.objects.filter(translation_key=translation_key, withdrawn_at__isnull=False).exists()


def refuse_to_publish(sender: type[Content], instance: Content, **_: Any) -> None:
    if instance.live and is_withdrawn(instance.translation_key):
        raise WithdrawnError


def refuse_to_schedule(sender: type[Revision], instance: Revision, **_: Any) -> None:
    if instance.approved_go_live_at is None:
        return
    model = ContentType.objects.get_for_id(instance.content_type_id).model_class()
    if model in CONTENT_MODELS and is_withdrawn(instance.content.get("translation_key")):
        raise WithdrawnError


class PublishWordingAction(PublishRevisionAction):
    """Publishing through Wagtail's API answers 403 with the sentence."""

    def check(self, skip_permission_checks: bool = False) -> None:
        super().check(skip_permission_checks=skip_permission_checks)
        if is_withdrawn(self.object.translation_key):
            raise PublishPermissionError(str(WithdrawnError()))


@hooks.register("register_actions")
def register_actions(registry: Any) -> None:
    for model in CONTENT_MODELS:
        registry.register(model, PublishWordingAction)
