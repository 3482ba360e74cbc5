"""What people leave at a workshop on a phone: the link they came through, and what arrived."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import signing
from cms.models.items import Item
from cms.models.people import Workshop

CAPTURE_LINK = "capture link"


class CaptureLink(models.Model):
    """A form for one workshop: whoever has its address may leave words, until it expires or is closed."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("workshop"), on_delete=models.PROTECT, related_name="capture_links"
    )
    # The languages in which people may write; the form opens in the first.
    languages = models.JSONField(_("languages"), default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("open until"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link to collect at a workshop")
        verbose_name_plural = _("links to collect at a workshop")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.workshop} · {timezone.localtime(self.made_at):%Y-%m-%d}"

    @property
    def token(self) -> str:
        """The part of its address that nobody can guess: its signed number, always the same."""
        return signing.sign_name(CAPTURE_LINK, self.pk)

    def is_open(self, at: datetime) -> bool:
        return self.closed_at is None and at < self.expires_at


class CaptureEntry(models.Model):
    """What arrived through a link, once: a phone that sends the same key again gets the same answer."""

    link = models.ForeignKey(CaptureLink, on_delete=models.PROTECT, related_name="entries")
    key = models.UUIDField(unique=True, help_text="Chosen by the phone when the person finished.")
    digest = models.CharField(max_length=64, help_text="Of all that was sent: another person's words have another.")
    item = models.OneToOneField(Item, null=True, on_delete=models.SET_NULL, related_name="captured")
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta:
        verbose_name = _("entry from a workshop")
        verbose_name_plural = _("entries from a workshop")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return reference_of(self.key)


def reference_of(key: uuid.UUID) -> str:
    """The number that the person keeps, to name what they left: the start of its key."""
    start = key.hex[:8].upper()
    return f"{start[:4]}-{start[4:]}"
