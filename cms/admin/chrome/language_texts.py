"""The inputs for a text in the other languages of readers: one for each, beside the site's own."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.core.language_texts import other_languages
from cms.i18n.language_names import language_name


def _label(what: Any, code: str) -> str:
    return str(capfirst(_("%(what)s in %(language)s") % {"what": what, "language": language_name(code)}))


label_in = lazy(_label, str)


class LanguageTextsForm(WagtailAdminModelForm):
    """A form with an input `subject_en` for what the texts field `subjects` holds of English. See `form_for`."""

    # The texts field of each text in the site's language.
    language_texts: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, texts in self.language_texts.items():
            for code in other_languages():
                self.initial.setdefault(f"{name}_{code}", getattr(self.instance, texts).get(code, ""))

    def _post_clean(self) -> None:
        """Put the texts together before the model is validated."""
        for name, texts in self.language_texts.items():
            given = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in other_languages()}
            setattr(self.instance, texts, {code: text for code, text in given.items() if text})
        super()._post_clean()


def form_for(base: type[LanguageTextsForm], model: Any, **language_texts: str) -> type[LanguageTextsForm]:
    """`base` with an input for each text in each other language: `form_for(…, Topic, name="names")`."""
    inputs: dict[str, Any] = {}
    for name, texts in language_texts.items():
        what, longest = model._meta.get_field(name).verbose_name, model._meta.get_field(texts).max_length
        for code in other_languages():
            inputs[f"{name}_{code}"] = forms.CharField(label=label_in(what, code), max_length=longest, required=False)
    make: Any = type(base)
    return make(f"{model.__name__}Form", (base,), {"language_texts": language_texts, **inputs})


def panels_for(*names: str) -> list[FieldRowPanel]:
    """A row for each language, with these texts beside each other."""
    return [FieldRowPanel([FieldPanel(f"{name}_{code}") for name in names]) for code in other_languages()]
