"""Who works here. An app of its own, migrated before everything that points at it."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.text.skeleton_search import FoundBySkeleton, SkeletonField
from cms.users.guard import GuardedUserManager
from media.text.email_fields import EmailAddressField
from media.text.fields import KeptCharField


class User(FoundBySkeleton, AbstractUser):
    """A member of staff. One account an address."""

    email = EmailAddressField(_("email address"), blank=True)

    objects: ClassVar[GuardedUserManager] = GuardedUserManager()

    first_name = KeptCharField(_("first name"), max_length=150, blank=True)
    last_name = KeptCharField(_("last name"), max_length=150, blank=True)
    skeleton = SkeletonField(of=("username", "first_name", "last_name", "email"))

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~models.Q(email=""),
                name="one_account_an_address",
                violation_error_message=_("Somebody with this email address is on the team already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()
