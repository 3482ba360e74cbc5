"""What was erased because the person asked: that it was, and nothing of what it said."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.items import Item
from cms.models.people import Contributor
from cms.models.take_back import TakeBack


class Erasure(models.Model):
    """A person's request to be forgotten, or one of their items to be, carried out here.

    It is finished once no copy is left to be taken back: until then the addresses needed for that are kept.
    """

    items = models.ManyToManyField(Item, related_name="erasures")
    contributor = models.ForeignKey(
        Contributor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="erasures",
        verbose_name=_("contributor"),
        help_text="Where all of the person was erased, and not only some of their items.",
    )
    take_back = models.ForeignKey(
        TakeBack, null=True, blank=True, on_delete=models.PROTECT, related_name="erasures", verbose_name=_("receipt")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(_("Erasure %(number)s")) % {"number": self.pk}


class WithdrawnWords(models.Model):
    """The digest of words that were withdrawn or erased, so that the same words read in again are recognised.

    The digest is of `cms.withdrawal.withdrawn_words.words_key`; it outlives the words.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="withdrawn_words")
    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("withdrawn words")
        verbose_name_plural = _("withdrawn words")

    def __str__(self) -> str:
        return self.digest[:12]
