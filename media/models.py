"""Images, documents and the brand that emails, pages and cards wear."""

from typing import Any, ClassVar

from django import forms
from django.core.files.images import ImageFile
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from media.strip_exif import without_camera_notes


class CustomImage(AbstractImage):
    """A picture. Its description is the alternative text wherever it appears."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        image: Any = self
        if image.file and not image.file._committed:
            cleaned = without_camera_notes(image.file)
            if cleaned is not None:
                image.file_size = cleaned.size
                image.file = ImageFile(cleaned, image.file.name)
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """One size of an image."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class CustomDocument(AbstractDocument):
    """A file: a report, or the evidence of a consent."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_document", "Can choose document")]


hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits, for example #B5432A."))


@register_setting(icon="pick", order=1)
class Brand(BaseGenericSetting):
    """Whose Cosecha this is: name, colours and logo, and who answers for the mail it sends."""

    name = models.CharField(_("name"), max_length=80, default="Cosecha")
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        CustomImage, verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    primary_colour = models.CharField(_("main colour"), max_length=7, default="#1F5F4A", validators=[hex_colour])
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#E8A33D", validators=[hex_colour])
    paper_colour = models.CharField(_("background colour"), max_length=7, default="#FBF7EF", validators=[hex_colour])
    ink_colour = models.CharField(_("text colour"), max_length=7, default="#1D2521", validators=[hex_colour])
    legal_name = models.CharField(
        _("legal name"), max_length=160, blank=True, help_text=_("Who sends the mail. Shown at its foot.")
    )
    postal_address = models.CharField(_("postal address"), max_length=240, blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True, help_text=_("Read by a person."))

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("website"), FieldPanel("logo")], heading=_("Who we are")),
        MultiFieldPanel(
            [
                FieldPanel(name, widget=forms.TextInput(attrs={"type": "color"}))
                for name in ("primary_colour", "accent_colour", "paper_colour", "ink_colour")
            ],
            heading=_("Colours"),
        ),
        MultiFieldPanel(
            [FieldPanel("legal_name"), FieldPanel("postal_address"), FieldPanel("contact_email")],
            heading=_("Who sends the mail"),
        ),
    ]

    class Meta:
        verbose_name = _("brand")

    def __str__(self) -> str:
        return self.name
