"""What a person who may publish decides: approvals, bound to exactly what was seen, and changes that were asked for."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.items import Item
from media.text.fields import KeptCharField, KeptJSONField


class Approval(models.Model):
    """Somebody approved the content whose SHA-256 is `digest`. Any change gives another digest and so no approval.

    `stale_at`: something that it may stand on changed since, and it waits to be compared. `lost_at`: it was found to be
    of something else, and nobody has decided about that yet; `told_at`: staff were told.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    stale_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id", "digest"], name="approval_of_digest")]

    def __str__(self) -> str:
        return f"{self.by} · {self.at:%Y-%m-%d %H:%M}"


class ApprovedVersion(models.Model):
    """What somebody approved, kept while it has not gone out: with it, what would void the approval is shown.

    `parts` by name (`cms.consent.approved_version`); `pages` its HTML by language; `picture` a PNG. `basis` is a digest
    of what it is rendered from, empty where it has to be rendered to be compared. It holds people's words: whoever
    takes these back deletes it.
    """

    approval = models.OneToOneField(Approval, on_delete=models.CASCADE, related_name="version")
    parts = models.JSONField(default=dict)
    pages = models.JSONField(default=dict)
    picture = models.BinaryField(null=True)
    basis = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("approved version")
        verbose_name_plural = _("approved versions")

    def __str__(self) -> str:
        return str(self.approval_id)


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


class ChangeRequest(models.Model):
    """What is to be changed of one row: its values when it was asked, and those that are proposed.

    A proposed file waits as an image or document of its own, which nothing shows: it is cleaned as every other.
    """

    # What waits is shown by nothing, and keeps nothing from being deleted or erased.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        APPLIED = "applied", _("Applied")
        DECLINED = "declined", _("Declined")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target: Any = GenericForeignKey("content_type", "object_id")
    before = KeptJSONField(default=dict)
    proposed = KeptJSONField(default=dict)
    image = models.ForeignKey("media.CustomImage", null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey("media.CustomDocument", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = KeptCharField(_("why"), max_length=400, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = KeptCharField(_("comment"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("change that was asked for")
        verbose_name_plural = _("changes that were asked for")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"], name="change_request_target")]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.target}"
