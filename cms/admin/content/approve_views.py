"""What is done to an item rather than to one wording: a second person's approval, and a new language."""

from typing import Any, cast

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from cms.admin.content.status import standing_of
from cms.consent.approvals import approve_item
from cms.content.translations import languages_missing, translate
from cms.core.errors import CosechaError
from cms.models import CONTENT_MODELS, Content, Item, Translation
from cms.users.session import signed_in_user


def edit_url(content: Content) -> str:
    return reverse(content.snippet_viewset.get_url_name("edit"), args=[quote(content.pk)])


def content_for(user: Any, action: str, kind: str, key: int) -> Content:
    """The wording of `kind` with this key. Raises Http404, or PermissionDenied where `user` may not do `action`."""
    model = next((model for model in CONTENT_MODELS if model._meta.model_name == kind), None)
    if model is None:
        raise Http404
    if not user.has_perm(f"cms.{action}_{model._meta.model_name}"):
        raise PermissionDenied
    return get_object_or_404(model, pk=key)


class ApproveItemView(WagtailAdminTemplateMixin, TemplateView):
    """Shows exactly what is approved, and carries its digest in the form."""

    template_name = "cms/admin/content/approve_item.html"
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.approve_item"):
            raise PermissionDenied
        self.item = get_object_or_404(Item, pk=kwargs["pk"])
        self.contents = self.item.contents(live_only=True)
        if not self.contents:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Review and approve")

    def get_page_subtitle(self) -> str:
        return self.contents[0].headline

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_url(self.contents[0]), "label": self.contents[0].headline},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contents = [
            {
                "language": content.locale,
                "texts": texts_of(content),
                "images": content.images,
                "credit": standing_of(self.item, content).credit,
            }
            for content in self.contents
        ]
        return super().get_context_data(
            item=self.item,
            contents=contents,
            standing=standing_of(self.item, self.contents[0]),
            is_own=self.item.written_by_id == self.request.user.pk,
            back_url=edit_url(self.contents[0]),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            approve_item(self.item, request.POST.get("digest", ""), request.user)
        except CosechaError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Approved. It may now go where its consent allows."))
        return redirect(edit_url(self.contents[0]))


def texts_of(content: Content) -> list[tuple[Any, str]]:
    """Every text of `content` with its field; of a choice, what staff call it."""
    found = []
    for name, text in content.texts().items():
        field: Any = content._meta.get_field(name)
        if text:
            found.append((field, str(dict(field.flatchoices).get(text, text))))
    return found


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


class TranslateView(WagtailAdminTemplateMixin, TemplateView):
    """Begin a wording in another language."""

    template_name = "cms/admin/content/translate.html"
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.content = content_for(request.user, "add", kwargs["kind"], kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Translate")

    def get_page_subtitle(self) -> str:
        return self.content.headline

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_url(self.content), "label": self.content.headline},
            {"url": "", "label": self.get_page_title()},
        ]

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


@hooks.register("register_admin_urls")
def register_item_urls() -> list[URLPattern]:
    return [
        path("items/<int:pk>/approve/", ApproveItemView.as_view(), name="approve_item"),
        path("translate/<slug:kind>/<int:pk>/", TranslateView.as_view(), name="translate_wording"),
    ]
