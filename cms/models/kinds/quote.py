"""Quotes."""

from typing import ClassVar

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.models.content import Content
from cms.models.items import Kind
from media.text.fields import KeptCharField, KeptTextField


class Quote(Content):
    """The exact words somebody said."""

    kind = Kind.QUOTE
    is_verbatim = True
    headline_field = "text"

    text = KeptTextField(_("words"), help_text=_("Exactly as they were said. Mark what you leave out with “(…)”."))
    context = KeptCharField(
        _("context"), max_length=240, blank=True, help_text=_("When or about what it was said, if that helps.")
    )

    search_fields: ClassVar = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.SearchField("context"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    @property
    def headline(self) -> str:
        return Truncator(self.text).chars(90)

    @property
    def gist(self) -> str:
        return self.text

    def texts(self) -> dict[str, str]:
        return {"text": self.text, "context": self.context}
