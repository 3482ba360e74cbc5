"""The wording of items: quotes, testimonies and learnings, each in one language."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from modelsearch import index
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from cms.models.items import Item, Kind
from cms.models.locks import WithdrawnLock
from cms.models.topics import Topic


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
    """What all wordings share. Consent, tombstone and approval live on the `Item`, never here.

    ClusterableModel with ParentalManyToManyField: a plain many-to-many on a draftable snippet is silently lost.
    """

    kind: ClassVar[Kind]

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

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def headline(self) -> str:
        """One line that stands for it in lists."""
        raise NotImplementedError

    def wording(self) -> dict[str, str]:
        """Every text that a reader can see, by field: what approvals and disclosure checks read."""
        raise NotImplementedError

    @property
    def images(self) -> list[Any]:
        """The images a reader can see."""
        return []

    def get_lock(self) -> Any:
        if self.pk and Item.objects.filter(translation_key=self.translation_key, withdrawn_at__isnull=False).exists():
            return WithdrawnLock(self)
        return super().get_lock()

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Every way of publishing (button, workflow, schedule, API) passes here."""
        from cms.publishing import check_publishable, check_words  # the rules read items, and this is what they hold

        # Asked anew: what a wording at hand remembers of its item may be older than a withdrawal.
        item = Item.objects.get(translation_key=self.translation_key)
        check_publishable(item)
        check_words(revision.as_object(), item)
        return super().publish(revision, user=user, **options)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        from cms.admin.previews import modes  # channels point at these models

        return modes(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from cms.admin.previews import serve

        return serve(self, request, mode_name)

    def __str__(self) -> str:
        return self.headline


class Quote(Content):
    """The exact words somebody said."""

    kind = Kind.QUOTE

    text = models.TextField(_("words"), help_text=_("Exactly as they were said. Mark what you leave out with “(…)”."))
    context = models.CharField(
        _("context"), max_length=240, blank=True, help_text=_("When or about what it was said, if that helps.")
    )

    search_fields: ClassVar = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.SearchField("context"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    @property
    def headline(self) -> str:
        return Truncator(self.text).chars(90)

    def wording(self) -> dict[str, str]:
        return {"text": self.text, "context": self.context}


class Testimony(Content):
    """Somebody's story."""

    kind = Kind.TESTIMONY

    title = models.CharField(_("title"), max_length=160)
    lead = models.TextField(_("lead"), blank=True, help_text=_("Two or three sentences that make one want to read."))
    story = RichTextField(_("story"))
    photo = models.ForeignKey(
        "media.CustomImage", verbose_name=_("photo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(_("place"), max_length=160, blank=True)

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("lead"),
        index.SearchField("story"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")

    @property
    def headline(self) -> str:
        return self.title

    @property
    def images(self) -> list[Any]:
        return [self.photo] if self.photo else []

    def wording(self) -> dict[str, str]:
        return {"title": self.title, "lead": self.lead, "story": plain(self.story), "place": self.place}


class Learning(Content):
    """Something the group learned, or proposes."""

    kind = Kind.LEARNING

    class Type(models.TextChoices):
        LEARNING = "learning", _("Learning")
        CHALLENGE = "challenge", _("Challenge")
        RECOMMENDATION = "recommendation", _("Recommendation")
        PROPOSAL = "proposal", _("Proposal")
        QUICK_WIN = "quick_win", _("Quick win")

    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"))
    body = RichTextField(_("text"), blank=True)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices, default=Type.LEARNING)
    activity = models.CharField(
        _("activity"), max_length=160, blank=True, help_text=_("The workshop activity it came from.")
    )

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("type"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("learning")
        verbose_name_plural = _("learnings")

    @property
    def headline(self) -> str:
        return self.title

    def wording(self) -> dict[str, str]:
        return {
            "title": self.title,
            "summary": self.summary,
            "body": plain(self.body),
            "activity": self.activity,
        }


CONTENT_MODELS: tuple[type[Content], ...] = (Quote, Testimony, Learning)


def model_for(kind: str) -> type[Content]:
    """The model that holds the wording of items of `kind`."""
    return next(model for model in CONTENT_MODELS if model.kind == kind)


def plain(rich_text: str) -> str:
    """The words of a rich text, one paragraph a line."""
    return strip_tags(rich_text.replace("</p>", "</p>\n").replace("<br/>", "\n").replace("</li>", "</li>\n")).strip()
