"""The sandbox network's own rows. Nothing else in Cosecha reads or writes them: it goes through the network's API."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    return secrets.token_urlsafe(32)


class SandboxAccount(models.Model):
    """Somebody who has an account on the sandbox network."""

    handle = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    token = models.CharField(max_length=80, unique=True, default=new_token)
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("account on the sandbox network")

    def __str__(self) -> str:
        return f"@{self.handle}"


class SandboxPost(models.Model):
    """A post as the network got it. The same text twice is two posts, as on most networks."""

    account = models.ForeignKey(SandboxAccount, on_delete=models.CASCADE, related_name="posts")
    text = models.TextField()
    language = models.CharField(max_length=5, blank=True)
    content_warning = models.CharField(max_length=160, blank=True)
    client_key = models.CharField(max_length=64, blank=True, db_index=True)
    image = models.BinaryField(null=True)
    alt_text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("post on the sandbox network")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
