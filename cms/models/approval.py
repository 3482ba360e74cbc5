"""An approval is bound to exactly what was seen."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.items import Item


class Approval(models.Model):
    """Somebody approved the content whose SHA-256 is `digest`. Any change gives another digest and so no approval."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id", "digest"], name="approval_of_digest")]

    def __str__(self) -> str:
        return f"{self.by} · {self.at:%Y-%m-%d %H:%M}"


class ApprovalNotice(models.Model):
    """That a sensitive item waits for a second person, told by email: once for each content whose digest it is."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="approval_notice")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("notice of a missing approval")
        verbose_name_plural = _("notices of missing approvals")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.digest[:8]}"
