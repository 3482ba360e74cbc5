"""Translations of content: begin one, compare it with its original, name its translator, confirm that it is current."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.compare import diff_text
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from cms.admin.content.status import edit_url
from cms.content.translations import (
    confirm_translation,
    credit_translator,
    languages_missing,
    original_of,
    translate,
    translation_of,
    words_digest,
)
from cms.core.errors import CosechaError
from cms.models import CONTENT_MODELS, Content, Translation
from cms.users.session import signed_in_user


def content_for(user: Any, action: str, kind: str, key: int) -> Content:
    """The content of `kind` with this key. Raises Http404, or PermissionDenied where `user` may not do `action`."""
    model = next((model for model in CONTENT_MODELS if model._meta.model_name == kind), None)
    if model is None:
        raise Http404
    if not user.has_perm(f"cms.{action}_{model._meta.model_name}"):
        raise PermissionDenied
    return get_object_or_404(model, pk=key)


class TranslationForm(forms.Form):
    """Which language to begin."""

    locale = forms.ModelChoiceField(queryset=Locale.objects.none(), empty_label=None, widget=forms.RadioSelect)
    translator = forms.CharField(required=False, max_length=120)

    def __init__(self, content: Content, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["locale"])
        field.label = _("Language")
        credited = Translation._meta.get_field("translator")
        self.fields["translator"].label = capfirst(credited.verbose_name)
        self.fields["translator"].help_text = credited.help_text
        field.queryset = Locale.objects.filter(pk__in=[locale.pk for locale in languages_missing(content)])


class AboutContentView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one `content`, which subclasses set; it stands below the content's form."""

    header_icon = "globe"
    content: Content

    def get_page_subtitle(self) -> str:
        return self.content.headline

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_url(self.content), "label": self.content.headline},
            {"url": "", "label": self.get_page_title()},
        ]


class TranslateView(AboutContentView):
    """Begin a `Content` in another language."""

    template_name = "cms/admin/content/translate.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.content = content_for(request.user, "add", kwargs["kind"], kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Translate")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", TranslationForm(self.content))
        return super().get_context_data(
            content=self.content,
            back_url=edit_url(self.content),
            translations=[
                {"language": content.locale, "url": edit_url(content), "is_live": content.live}
                for content in self.content.get_translations(inclusive=True).select_related("locale")
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TranslationForm(self.content, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            translated = translate(
                self.content, form.cleaned_data["locale"], signed_in_user(request), form.cleaned_data["translator"]
            )
        except CosechaError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("A draft in %(language)s is ready to translate.") % {"language": translated.locale})
        return HttpResponseRedirect(edit_url(translated))


class TranslatorForm(forms.ModelForm):
    """Whom readers see named under a translation."""

    class Meta:
        model = Translation
        fields = ("translator",)


def translation_url(content: Content) -> str:
    return reverse("translation", args=[content._meta.model_name, content.pk])


class TranslationView(AboutContentView):
    """Original and translation side by side, field by field."""

    template_name = "cms/admin/content/translation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.content = content_for(request.user, "change", kwargs["kind"], kwargs["pk"])
        found = translation_of(self.content)
        if found is None:
            raise Http404
        self.translation, self.original = found, original_of(self.content, found)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Compare with the original")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", TranslatorForm(instance=self.translation))
        return super().get_context_data(
            content=self.content,
            original=self.original,
            translation=self.translation,
            rows=side_by_side(self.content, self.original, self.translation) if self.original else [],
            seen=words_digest(self.original) if self.original else "",
            edit_url=edit_url(self.content),
            original_url=edit_url(self.original) if self.original else "",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "seen" in request.POST:
                confirm_translation(self.content, request.POST["seen"], signed_in_user(request))
                messages.success(request, _("Noted: the translation says what the original says now."))
            else:
                form = TranslatorForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
                credit_translator(self.content, form.cleaned_data["translator"], signed_in_user(request))
                messages.success(request, _("Noted who translated it."))
        except CosechaError as error:
            messages.error(request, str(error))
        return redirect(translation_url(self.content))


def side_by_side(content: Content, original: Content, translation: Translation) -> list[dict[str, Any]]:
    """Each text of both: `field`, `original` as HTML with what changed since marked, `translated`, `has_changed`."""
    revision = translation.source_revision
    before = revision.as_object().texts() if revision and translation.is_behind else {}
    words, said = original.texts(), content.texts()
    rows = []
    for name, text in words.items():
        old = before.get(name, text)
        if text or old or said.get(name):
            rows.append(
                {
                    "field": content._meta.get_field(name),
                    "original": changes(old, text),
                    "translated": said.get(name, ""),
                    "has_changed": old != text,
                }
            )
    return rows


def changes(before: str, now: str) -> SafeString:
    """The words of `now`, with what is new and what is gone since `before` marked."""
    # Wagtail's comparison escapes what it is given.
    marked = diff_text(before, now).to_html() if before != now else None
    return SafeString(linebreaks(marked, autoescape=False) if marked else linebreaks(now, autoescape=True))


@hooks.register("register_admin_urls")
def register_translation_urls() -> list[URLPattern]:
    return [
        path("translate/<slug:kind>/<int:pk>/", TranslateView.as_view(), name="translate_wording"),
        path("translations/<slug:kind>/<int:pk>/", TranslationView.as_view(), name="translation"),
    ]
