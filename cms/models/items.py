"""The lasting record of one piece of content in all its languages, outside drafts and revisions."""

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.consent import Consent, ConsentTerms
from cms.models.people import Contributor, Workshop
from media.text.fields import KeptCharField

if TYPE_CHECKING:
    from cms.models.content import Content


class Kind(models.TextChoices):
    """What an item is. The value is the name of the model that holds its words."""

    QUOTE = "quote", _("Quote")
    TESTIMONY = "testimony", _("Testimony")
    LEARNING = "learning", _("Learning")
    RESOURCE = "resource", _("Resource")
    WEBINAR = "webinar", _("Webinar")
    DISCUSSION_GROUP = "discussiongroup", _("Discussion group")
    COMMITMENT = "commitment", _("Commitment")


class Voice(models.TextChoices):
    """Whether there is a person behind the words: said explicitly, never guessed."""

    PERSON = "person", _("Somebody's words or face")
    NOBODY = "nobody", _("Nobody's: a finding of the group, with no person recognisable")


class ItemQuerySet(models.QuerySet["Item"]):
    def not_withdrawn(self) -> "ItemQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Item(models.Model):
    """Whose words these are, what they allow, whether they were withdrawn.

    One row per `translation_key`. It is deliberately not draftable: re-publishing an old revision of the content must
    never bring an old consent back.
    """

    translation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    slug = models.SlugField(max_length=90, unique=True, null=True, editable=False)
    voice = models.CharField(_("whose words"), max_length=10, choices=Voice.choices, default=Voice.PERSON)
    contributor = models.ForeignKey(
        Contributor,
        verbose_name=_("contributor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    workshop = models.ForeignKey(
        Workshop, verbose_name=_("workshop"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("The theme or the person is at risk: a second person must approve it before it goes anywhere."),
    )
    content_warning = KeptCharField(
        _("content warning"),
        max_length=160,
        blank=True,
        help_text=_("Shown before the words, and by networks that can hide them until somebody chooses to read."),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    content_digest = models.CharField(max_length=64, blank=True, editable=False)
    disclosure_digest = models.CharField(max_length=64, blank=True, editable=False)
    disclosure_findings = models.JSONField(default=list, blank=True, editable=False)
    disclosure_is_clean = models.BooleanField(default=False, editable=False)
    disclosure_stale_at = models.DateTimeField(
        null=True,
        editable=False,
        db_index=True,
        help_text="Since when something shown has changed without a new verdict. The gate refuses it until then.",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    context_changed_at = models.DateTimeField(
        null=True, editable=False, help_text="When the warning, the workshop or whose words these are last changed."
    )
    archived_at = models.DateTimeField(
        _("archived at"), null=True, blank=True, editable=False, help_text="Deleted while something refers to it."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [
            ("withdraw_item", "Can withdraw an item"),
            ("approve_item", "Can approve a sensitive item"),
        ]

    def __str__(self) -> str:
        content = self.content_in()
        return str(content) if content else f"{self.get_kind_display()} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The tombstone stays: a copy of the row read before the withdrawal must not wipe it out when it is saved."""
        if self.contributor_id is None and self.consent is not None:
            self.contributor = self.consent.contributor
        if not self._state.adding and self.withdrawn_at is None and kwargs.get("update_fields") is None:
            concrete = [field.name for field in self._meta.concrete_fields if not field.primary_key]
            kwargs["update_fields"] = [name for name in concrete if name != "withdrawn_at"]
        super().save(*args, **kwargs)

    @classmethod
    def field_label(cls, name: str) -> Any:
        """What a field is called on screen: lazy, in the language of whoever looks at it."""
        field: Any = cls._meta.get_field(name)
        return field.verbose_name

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def has_person(self) -> bool:
        return self.voice == Voice.PERSON

    @property
    def terms(self) -> ConsentTerms | None:
        """The terms in force for the person behind it; None with nobody behind it, or without a consent."""
        return self.consent.current_terms if self.has_person and self.consent else None

    @property
    def needs_second_person(self) -> bool:
        """Whether somebody other than who wrote it must approve: the theme or the person is at risk, or a minor."""
        return self.is_sensitive or bool(self.terms and self.terms.is_minor)

    def contents(self, *, live_only: bool = False) -> list["Content"]:
        """Its `Content` in every language, the original first."""
        model: Any = apps.get_model("cms", self.kind)
        rows = model._default_manager.filter(translation_key=self.translation_key).select_related("locale")
        return list((rows.filter(live=True) if live_only else rows).order_by("pk"))

    def content_in(self, language: str | None = None, *, live_only: bool = False) -> "Content | None":
        """Its `Content` in `language`, or the original where that is missing."""
        contents = self.contents(live_only=live_only)
        return next((content for content in contents if content.locale.language_code == language), None) or next(
            iter(contents), None
        )
