"""A translation beside its original: what changed since, who is named for it, and that it still says the same."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.compare import diff_text
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.content.approve_views import content_for, edit_url
from cms.content.translations import confirm_translation, credit_translator, original_of, translation_of, words_digest
from cms.core.errors import CosechaError
from cms.models import Content, Translation
from cms.users.session import signed_in_user


class TranslatorForm(forms.ModelForm):
    """Whom readers see named under a translation."""

    class Meta:
        model = Translation
        fields = ("translator",)


def translation_url(content: Content) -> str:
    return reverse("translation", args=[content._meta.model_name, content.pk])


class TranslationView(WagtailAdminTemplateMixin, TemplateView):
    """Original and translation side by side, field by field."""

    template_name = "cms/admin/content/translation.html"
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.content = content_for(request.user, "change", kwargs["kind"], kwargs["pk"])
        found = translation_of(self.content)
        if found is None:
            raise Http404
        self.translation, self.original = found, original_of(self.content, found)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Compare with the original")

    def get_page_subtitle(self) -> str:
        return self.content.headline

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_url(self.content), "label": self.content.headline},
            {"url": "", "label": self.get_page_title()},
        ]

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
    return [path("translations/<slug:kind>/<int:pk>/", TranslationView.as_view(), name="translation")]
