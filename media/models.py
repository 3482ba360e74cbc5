"""Images, documents and the brand that emails, pages and cards wear."""

from threading import BoundedSemaphore
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError, get_upload_to

from media.fields import DocumentField, PictureField
from media.text.email_fields import EmailAddressField
from media.text.fields import KeptCharField, KeptTextField, KeptURLField


class Cleaned(models.Model):
    """A row with a file that was written anew on arrival, and under which name: another one is not for readers."""

    cleaned_name = models.CharField(max_length=255, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.store_file()
        super().save(*args, **kwargs)

    def store_file(self) -> None:
        """Before Django collects the values of the row: storing the file sets some of them."""
        row: Any = self
        if row.file and not row.file._committed:
            row.file.save(row.file.name, row.file.file, save=False)

    @property
    def is_clean(self) -> bool:
        row: Any = self
        return bool(self.cleaned_name) and self.cleaned_name == row.file.name

    @classmethod
    def unclean(cls) -> models.Q:
        """Which of them still hold their file as it came in."""
        return ~models.Q(cleaned_name=models.F("file")) & ~models.Q(file="")


# At once in a process: each holds a picture of LONGEST_SIDE a few times.
_renditions = BoundedSemaphore(2)


class CustomImage(Cleaned, AbstractImage):  # noqa: DJ008  # Wagtail gives it its title
    """A picture. Its description is the alternative text wherever it appears."""

    title = KeptCharField(max_length=255, verbose_name=_("title"))
    description = KeptCharField(blank=True, max_length=255, verbose_name=_("description"), default="")
    file = PictureField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar = [("choose_image", "Can choose image")]

    def find_existing_renditions(self, *filters: Any) -> Any:
        return super().find_existing_renditions(*filters) if self.is_clean else {}

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """Only of a picture that was written anew, whose size is known: nothing else is decoded here."""
        if not self.is_clean:
            raise SourceImageIOError("the picture waits to be cleaned")
        with _renditions:
            return super().generate_rendition_file(filter, source=source)


class Rendition(AbstractRendition):
    """One size of an image."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class CustomDocument(Cleaned, AbstractDocument):  # noqa: DJ008  # Wagtail gives it its title
    """A file: one that readers may open, or the evidence of a consent, which is kept as it came."""

    title = KeptCharField(max_length=255, verbose_name=_("title"))
    file = DocumentField(verbose_name=_("file"), upload_to="documents")
    is_read = models.BooleanField(default=False, editable=False)

    admin_form_fields = Document.admin_form_fields
    # The words of a file that was just stored; None where they are still to be read.
    words: str | None = None

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_document", "Can choose document")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The words are stored first: whoever hears of the saved document compares them with what is to be hidden."""
        self.store_file()
        is_new = self.pk is None
        if not is_new:
            self._store_words()
        super().save(*args, **kwargs)
        if is_new:
            self._store_words()

    def clean(self) -> None:
        """Look at the suffix of a file only where there is one: that it was refused is said already."""
        if self.file:
            super().clean()

    def _store_words(self) -> None:
        if self.words is not None:
            DocumentWords.objects.update_or_create(document=self, defaults={"text": self.words})
            self.words = None

    @property
    def is_for_readers(self) -> bool:
        """Whether it was cleaned, and its words were shown to the check that nobody is named."""
        return self.is_clean and self.is_read


class DocumentWords(models.Model):
    """The words inside a document, apart from its row, which lists load by the dozen."""

    document = models.OneToOneField(CustomDocument, on_delete=models.CASCADE, primary_key=True, related_name="+")
    text = KeptTextField(blank=True)

    class Meta:
        verbose_name = _("words of a document")
        verbose_name_plural = _("words of documents")

    def __str__(self) -> str:
        return str(self.document_id)


hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits, for example #B5432A."))


@register_setting(icon="pick", order=1)
class Brand(BaseGenericSetting):
    """Whose Cosecha this is: name, colours and logo, and who answers for the mail it sends."""

    name = KeptCharField(_("name"), max_length=80, default="Cosecha")
    website = KeptURLField(_("website"), blank=True)
    logo = models.ForeignKey(
        CustomImage, verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    primary_colour = models.CharField(_("main colour"), max_length=7, default="#1F5F4A", validators=[hex_colour])
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#E8A33D", validators=[hex_colour])
    paper_colour = models.CharField(_("background colour"), max_length=7, default="#FBF7EF", validators=[hex_colour])
    ink_colour = models.CharField(_("text colour"), max_length=7, default="#1D2521", validators=[hex_colour])
    legal_name = KeptCharField(
        _("legal name"), max_length=160, blank=True, help_text=_("Who sends the mail. Shown at its foot.")
    )
    postal_address = KeptCharField(_("postal address"), max_length=240, blank=True)
    contact_email = EmailAddressField(_("contact email"), blank=True, help_text=_("Read by a person."))

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

    @property
    def shown_logo(self) -> CustomImage | None:
        """The logo, once readers may have it."""
        return self.logo if self.logo is not None and self.logo.is_clean else None

    def __str__(self) -> str:
        return self.name
