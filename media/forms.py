"""The forms by which staff bring in pictures and documents: what cannot be cleaned is refused with a sentence."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.forms import Field, Form
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.clean_file import CleanFile
from media.documents.clean import clean_document
from media.fields import ProfilePicture
from media.pictures.clean import LONGEST_SIDE, clean_picture
from media.refusals import RefusedFileError


class PictureFormField(WagtailImageField):
    """A picture, already written anew when it is looked at: nothing here decodes what came in."""

    def __init__(self, *args: Any, longest: int = LONGEST_SIDE, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(*args, **kwargs)

    def to_python(self, data: Any) -> Any:
        return super().to_python(_cleaned(data, lambda read, name: clean_picture(read, name, self.longest)))


class DocumentFormField(WagtailDocumentField):
    def to_python(self, data: Any) -> Any:
        return super().to_python(_cleaned(data, clean_document))


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, PictureFormField)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _replace_file_field(self, DocumentFormField)


class ProfilePictureForm(AvatarPreferencesForm):
    avatar = PictureFormField(label=_("Upload a profile picture"), required=False, longest=ProfilePicture.LONGEST_SIDE)

    def clean_avatar(self) -> Any:
        """Wagtail's own decodes it once more, to make it smaller."""
        return self.cleaned_data.get("avatar") or self._original_avatar


def _cleaned(data: Any, clean: Callable[[bytes, str], CleanFile]) -> Any:
    if not isinstance(data, File) or isinstance(data, CleanFile):
        return data
    data.seek(0)
    try:
        return clean(data.read(), data.name or "")
    except RefusedFileError as error:
        raise ValidationError(str(error), code=error.problem) from error


def _replace_file_field(form: Form, kind: type[Field]) -> None:
    if (field := form.fields.get("file")) is not None:
        form.fields["file"] = kind(label=field.label, widget=field.widget, required=field.required)
