"""What content is about."""

from typing import Any, ClassVar

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelsearch import index


class Topic(index.Indexed, models.Model):
    """A theme that items share. Its name in the main language is required, the others fall back to it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=80, blank=True)
    slug = models.SlugField(max_length=90, unique=True, editable=False)

    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def name_in(self, language: str) -> str:
        """The name a reader of `language` sees."""
        return getattr(self, f"name_{language}", "") or self.name

    def _free_slug(self) -> str:
        base = slugify(self.name)[:80] or "tema"
        taken = set(Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
