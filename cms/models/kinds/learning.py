"""Learnings."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core.text import html_to_lines
from cms.models.content import Content
from cms.models.items import Kind, Voice
from media.text.fields import KeptCharField, KeptRichTextField, KeptTextField


class Learning(Content):
    """Something the group learned, or proposes."""

    kind = Kind.LEARNING
    usual_voice = Voice.NOBODY

    class Type(models.TextChoices):
        LEARNING = "learning", _("Learning")
        CHALLENGE = "challenge", _("Challenge")
        RECOMMENDATION = "recommendation", _("Recommendation")
        PROPOSAL = "proposal", _("Proposal")
        QUICK_WIN = "quick_win", _("Quick win")

    title = KeptCharField(_("title"), max_length=160)
    summary = KeptTextField(_("summary"))
    body = KeptRichTextField(_("text"), blank=True)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices, default=Type.LEARNING)
    activity = KeptCharField(
        _("activity"), max_length=160, blank=True, help_text=_("The workshop activity it came from.")
    )

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("type"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("learning")
        verbose_name_plural = _("learnings")

    @property
    def gist(self) -> str:
        return self.summary

    @property
    def long_text(self) -> str:
        return str(self.body)

    def texts(self) -> dict[str, str]:
        return {
            "title": self.title,
            "summary": self.summary,
            "body": html_to_lines(self.body),
            "activity": self.activity,
        }
