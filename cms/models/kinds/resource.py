"""Resources: the digital library."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from cms.core.text import html_to_lines
from cms.models.content import Content
from cms.models.items import Kind, Voice
from media.text.fields import KeptCharField, KeptRichTextField, KeptTextField, KeptURLField


class LanguagesField(models.JSONField):
    """Some of the languages of the content, by their codes."""

    def formfield(self, **options: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=settings.LANGUAGES,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


class Resource(Content):
    """Something to use or to read on, in a file of ours or where a link leads."""

    kind = Kind.RESOURCE
    usual_voice = Voice.NOBODY
    nobodys = _("Nobody's: there are no words and no face of anybody in it")
    file_fields = ("file",)

    class Type(models.TextChoices):
        GUIDE = "guide", _("Guide")
        CASE_STUDY = "case_study", _("Case study")
        TOOL = "tool", _("Tool")
        REPORT = "report", pgettext_lazy("type of resource", "Report")
        VIDEO = "video", _("Video")

    class Licence(models.TextChoices):
        """https://creativecommons.org/licenses/ ; empty where nobody said."""

        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
        CC_BY_NC_SA = "cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"
        CC_BY_ND = "cc-by-nd-4.0", "CC BY-ND 4.0"
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"
        PUBLIC_DOMAIN = "cc0-1.0", _("Public domain (CC0)")
        RESERVED = "all-rights-reserved", _("All rights reserved")

    title = KeptCharField(_("title"), max_length=160)
    summary = KeptTextField(_("summary"), help_text=_("What it is good for, and for whom. Two or three sentences."))
    body = KeptRichTextField(_("text"), blank=True)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices, default=Type.GUIDE)
    file = models.ForeignKey(
        "media.CustomDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Readers get it for as long as the resource may be on the website."),
    )
    link = KeptURLField(
        _("link"),
        max_length=500,
        blank=True,
        help_text=_("Where it is, if it is on another site: a video, for example."),
    )
    authors = KeptCharField(
        _("authors"), max_length=240, blank=True, help_text=_("People or organisations, as they are to be named.")
    )
    licence = models.CharField(
        _("licence"), max_length=30, blank=True, choices=Licence.choices, help_text=_("What others may do with it.")
    )
    languages = LanguagesField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_("In which the resource itself is, whatever this text is in."),
    )

    search_fields: ClassVar = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("authors"),
        index.FilterField("id"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("type"),
    ]

    class Meta(Content.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

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
            "authors": self.authors,
            "link": self.link,
            "licence": self.licence,
        }

    def lacking(self, *, has_person: bool) -> dict[str, str]:
        if self.file_id or self.link:
            return {}
        return {"link": gettext("Add the file, or the link to where it is: there is nothing to open yet.")}
