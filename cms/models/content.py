"""`Content`, the abstract model of an item in one language: what all kinds share, and what each kind overrides."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from modelsearch import index
from wagtail.actions.registry import action_registry
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from cms.models.items import Item, Kind, Voice
from cms.models.previews import registered_previews
from cms.models.topics import Topic


class WithdrawnLock(BaseLock):
    """The item was withdrawn: nobody edits its content any more, whatever their permissions."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return gettext("The person withdrew these words. They cannot be edited or published again.")

    def get_icon(self, user: Any) -> str:
        return "no-view"

    def get_locked_by(self, user: Any) -> str:
        return gettext("Withdrawn")

    def get_description(self, user: Any) -> str:
        return gettext("Withdrawn for good")


class Content(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What all kinds of content share. Consent, tombstone and approval live on the `Item`, never here.

    ClusterableModel with ParentalManyToManyField: a plain many-to-many on a draftable snippet is silently lost.
    """

    kind: ClassVar[Kind]
    # Somebody's exact words: shown whole, or as an excerpt that staff cut and marked. No code shortens them.
    is_verbatim: ClassVar[bool] = False
    # Whose they usually are, until somebody says.
    usual_voice: ClassVar[Voice] = Voice.PERSON
    # The label of Voice.NOBODY for this kind, where the default label does not fit.
    nobodys: ClassVar[Any] = Voice.NOBODY.label
    # The field it is known by, and the fields that hold its pictures.
    headline_field: ClassVar[str] = "title"
    image_fields: ClassVar[tuple[str, ...]] = ()
    # The fields that hold documents for readers: served through the gate, and by no address of their own.
    file_fields: ClassVar[tuple[str, ...]] = ()

    # The fields that every language of an item shares; the original's values count (`cms.content.shared_fields`).
    shared_fields: ClassVar[tuple[str, ...]] = ()

    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)
    # No column: it joins on the translation key, so that lists can select_related() and filter through the item.
    item = models.ForeignObject(
        Item,
        on_delete=models.DO_NOTHING,
        from_fields=["translation_key"],
        to_fields=["translation_key"],
        related_name="+",
        editable=False,
        serialize=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="%(class)s")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )

    class Meta(TranslatableMixin.Meta):
        abstract = True
        # The order of every list that readers see.
        indexes: ClassVar = [models.Index(fields=["first_published_at", "id"], name="cms_%(class)s_newest")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is live has a place in the lists, whichever way it went live."""
        if self.live and self.first_published_at is None:  # type: ignore[has-type]
            self.first_published_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "first_published_at"}
        super().save(*args, **kwargs)

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def language(self) -> str:
        return self.locale.language_code

    @classmethod
    def loaded_with(cls) -> tuple[str, ...]:
        """The fields that whoever shows many of them loads at once."""
        return (*cls.image_fields, *cls.file_fields)

    @property
    def headline(self) -> str:
        """One line that stands for it in lists."""
        return str(getattr(self, self.headline_field))

    @property
    def heading(self) -> str:
        """The heading above its text; empty for somebody's exact words, which are shown without one."""
        return "" if self.is_verbatim else self.headline

    @property
    def gist(self) -> str:
        """A short text that introduces it; for somebody's exact words, all of them."""
        raise NotImplementedError

    @property
    def long_text(self) -> str:
        """The rich text of those kinds that have one."""
        return ""

    def rich_texts(self) -> list[str]:
        """Every rich text, as it is stored, with its tags and links."""
        fields = [field for field in self._meta.concrete_fields if isinstance(field, RichTextField)]
        return [str(getattr(self, field.name)) for field in fields]

    def texts(self) -> dict[str, str]:
        """Every text that a reader can see, by field: what approvals and disclosure checks read."""
        raise NotImplementedError

    @property
    def images(self) -> list[Any]:
        """The images a reader can see."""
        return [image for name in self.image_fields if (image := getattr(self, name))]

    @property
    def files(self) -> list[Any]:
        """The documents a reader can open."""
        return [document for name in self.file_fields if (document := getattr(self, name))]

    def lacking(self, *, has_person: bool) -> dict[str, str]:
        """What it needs before it goes out, by field. `has_person` says whether somebody stands behind it."""
        return {}

    @classmethod
    def over(cls, at: datetime) -> models.Q | None:
        """Which of them have had their time at `at`, so that nobody is told of them any more; None where none can."""
        return None

    def get_lock(self) -> Any:
        if self.pk and Item.objects.filter(translation_key=self.translation_key, withdrawn_at__isnull=False).exists():
            return WithdrawnLock(self)
        return super().get_lock()

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Publish through the registered action (`cms.content.publish`).

        Buttons, workflows and the schedule call this method and never ask Wagtail's action registry; its API asks the
        registry and never calls this method. So both lead to the same action.
        """
        skip = options.pop("skip_permission_checks", False)
        action = action_registry.get_action_class(type(self), "publish")
        return action(revision, user=user, **options).execute(skip_permission_checks=skip)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return registered_previews().modes(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        return registered_previews().serve(self, request, mode_name)

    def __str__(self) -> str:
        return self.headline
