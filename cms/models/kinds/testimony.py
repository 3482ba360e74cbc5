"""Testimonies."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core.text import html_to_lines
from cms.models.content import Content
from cms.models.items import Kind
from media.text.fields import KeptCharField, KeptRichTextField, KeptTextField


class Testimony(Content):
    """Somebody's story."""

    kind = Kind.TESTIMONY
    image_fields = ("photo",)

    title = KeptCharField(_("title"), max_length=160)
    lead = KeptTextField(_("lead"), blank=True, help_text=_("Two or three sentences that make one want to read."))
    story = KeptRichTextField(_("story"))
    photo = models.ForeignKey(
        "media.CustomImage", verbose_name=_("photo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = KeptCharField(_("place"), max_length=160, blank=True)

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("lead"),
        index.SearchField("story"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")

    @property
    def gist(self) -> str:
        return self.lead

    @property
    def long_text(self) -> str:
        return str(self.story)

    def texts(self) -> dict[str, str]:
        return {"title": self.title, "lead": self.lead, "story": html_to_lines(self.story), "place": self.place}
