"""Who works here. An app of its own, migrated before everything that points at it."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from cms.core.text.skeleton_search import FoundBySkeleton, SkeletonField
from cms.users.guard import GuardedUserManager
from media.text.fields import KeptCharField


class User(FoundBySkeleton, AbstractUser):
    """A member of staff."""

    objects: ClassVar[GuardedUserManager] = GuardedUserManager()

    first_name = KeptCharField(_("first name"), max_length=150, blank=True)
    last_name = KeptCharField(_("last name"), max_length=150, blank=True)
    skeleton = SkeletonField(of=("username", "first_name", "last_name", "email"))

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()
