"""Tables of quotes read in, and which of their rows have become items."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.items import Item
from media.text.fields import KeptCharField, KeptJSONField


class QuoteTable(models.Model):
    """One uploaded table. What it holds is kept only until it is imported."""

    filename = KeptCharField(_("file name"), max_length=200)
    content = KeptJSONField(null=True, editable=False, help_text="A cms.imports.reader.Table, until imported.")
    choices = KeptJSONField(default=dict, editable=False, help_text="Who the people asked about are, by their key.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True, editable=False)
    draft_count = models.PositiveIntegerField(_("drafts made"), default=0, editable=False)

    class Meta:
        verbose_name = _("table of quotes")
        verbose_name_plural = _("tables of quotes")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.filename


class ImportedRow(models.Model):
    """That a row was imported once, so that the same row never becomes a second item.

    The digest is of the words and of who said them, letters and digits alone. It stays when the draft is deleted.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    table = models.ForeignKey(QuoteTable, on_delete=models.CASCADE, related_name="rows")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="imported_rows")

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")

    def __str__(self) -> str:
        return self.digest[:12]
