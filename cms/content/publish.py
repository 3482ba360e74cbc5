"""Publishing content. `PublishContentAction` is the one place that decides whether it may be published.

It is registered for `Content` in Wagtail's action registry, which Wagtail's API asks; `Content.publish` executes it for
buttons, workflows, the schedule and imports.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.registry import action_registry
from wagtail.log_actions import log

from cms.content.publish_checks import check_complete, check_publishable, check_words
from cms.content.shared_fields import share
from cms.content.slugs import item_slug
from cms.content.translations import note_published
from cms.models import Content, Item


class PublishContentAction(PublishRevisionAction):
    """Check, lock, publish, then share the fields that all languages have in common and note stale translations.

    `execute` raises the CosechaError that says why the content may not be published, also when it is called with
    `skip_permission_checks`: those rules are not permissions.
    """

    @transaction.atomic
    def execute(self, skip_permission_checks: bool = False) -> Any:
        self.check(skip_permission_checks=skip_permission_checks)
        content: Content = self.object
        # Locked, so that no withdrawal or erasure comes between the check and the publication.
        item = Item.objects.select_for_update().get(translation_key=content.translation_key)
        check_publishable(item)
        check_words(content, item)
        check_complete(content, item)
        self._clear_past_end(content)
        self._update_item(item, content)
        # Saving the live row judges its disclosure (`cms.content.receivers`).
        published = super().execute(skip_permission_checks=True)
        if content.live:
            share(content)
            note_published(content)
        return published

    def _clear_past_end(self, content: Content) -> None:
        """An end that has passed would take what is published now back within a minute: it says nothing any more."""
        end = content.expire_at
        if end is None or end > timezone.now():
            return
        content.expire_at = None
        if "expire_at" in self.revision.content:
            self.revision.content = {**self.revision.content, "expire_at": None}
            self.revision.save(update_fields=["content"])
        log(content, "cosecha.clear_end", user=self.user, data={"expire_at": end.isoformat()}, revision=self.revision)

    def _update_item(self, item: Item, content: Content) -> None:
        """Record who wrote what goes live, for the rule of four eyes, and give it an address."""
        is_scheduled = content.go_live_at is not None and content.go_live_at > timezone.now()
        item.written_by_id = self.revision.user_id or item.written_by_id
        item.slug = item.slug or (None if is_scheduled else item_slug(content))
        item.save(update_fields=["written_by", "slug"])


def register() -> None:
    """Register the action. Called once, when the app is ready."""
    action_registry.register(Content, PublishContentAction)
