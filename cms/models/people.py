"""Contributors, and the organisations and workshops they come from."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from modelsearch import index

from cms.core.text.skeleton_search import FoundBySkeleton, SkeletonField
from media.text.email_fields import EmailAddressField
from media.text.fields import KeptCharField, KeptTextField, KeptURLField


class Organisation(index.Indexed, models.Model):
    """A member or partner of the network."""

    name = KeptCharField(_("name"), max_length=160, unique=True)
    country = KeptCharField(_("country"), max_length=80, blank=True)
    website = KeptURLField(_("website"), blank=True)

    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Workshop(index.Indexed, ClusterableModel):
    """Where people met and said things worth passing on."""

    title = KeptCharField(_("title"), max_length=200)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    place = KeptCharField(_("place"), max_length=160, blank=True)
    description = KeptTextField(_("description"), blank=True)
    organisations = ParentalManyToManyField(Organisation, verbose_name=_("organisations"), blank=True)

    search_fields: ClassVar = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering: ClassVar = ["-starts_on", "title"]

    def __str__(self) -> str:
        return self.title


class Contributor(index.Indexed, FoundBySkeleton):
    """A person whose words or face appear. What may be shown of this is decided by consent terms alone."""

    full_name = KeptCharField(_("full name"), max_length=160)
    first_name = KeptCharField(
        _("first name"), max_length=80, blank=True, help_text=_("As the person wants to be called in public.")
    )
    role = KeptCharField(_("role"), max_length=120, blank=True, help_text=_("For example: community leader."))
    region = KeptCharField(_("region or place"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT
    )
    email = EmailAddressField(_("email"), blank=True)
    phone = KeptCharField(_("phone"), max_length=40, blank=True)
    notes = KeptTextField(_("internal notes"), blank=True)
    skeleton = SkeletonField(of=("full_name", "first_name", "email"))
    # Part of the link to their own page (`cms.people.portal_link`): empty without a link, changed for each new one.
    page_nonce = models.CharField(max_length=22, blank=True, default="", editable=False)

    search_fields: ClassVar = [index.SearchField("full_name"), index.AutocompleteField("full_name")]

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering: ClassVar = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.first_name and self.full_name:
            self.first_name = self.full_name.split()[0]
        super().save(*args, **kwargs)
