"""What content is about."""

from typing import Any, ClassVar

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core.language_texts import LanguageTextsField, text_in
from media.text.fields import KeptCharField


class Topic(index.Indexed, models.Model):
    """A theme that items share. Its name in the site's language is required, the others fall back to it."""

    name = KeptCharField(_("name"), max_length=80, unique=True)
    names = LanguageTextsField(_("name in other languages"), max_length=80)
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
        return text_in(language, self.name, self.names)

    def _free_slug(self) -> str:
        base = slugify(self.name)[:80] or "tema"
        taken = set(Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
