"""Which `Content` says in another language what an original said."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision

from cms.models.items import Item
from media.text.fields import KeptCharField


class Translation(models.Model):
    """The content of `item` in `locale` says what the one in `source` said when its words had `source_digest`.

    Outside drafts and revisions, so that restoring an old version brings no old claim back.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="translations")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    translator = KeptCharField(
        _("translated by"),
        max_length=120,
        blank=True,
        help_text=_("Readers see this name under the words. Leave it empty where the person does not wish it."),
    )
    source_digest = models.CharField(max_length=64)
    source_revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField()
    is_behind = models.BooleanField(default=False, help_text="The original was published with other words since.")

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "locale"], name="one_original_of_each_wording")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["item"], condition=models.Q(is_behind=True), name="translations_behind")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.locale}"
