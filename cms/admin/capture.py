"""Recoger en el taller: the links of one workshop, what to pass on, how much arrived, and closing them."""

from datetime import datetime, time, timedelta
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import EditView, IndexView

from cms.capture.links import close_link, open_link, reopen_link, url_of
from cms.capture.public.phrases import invitation
from cms.core.errors import CosechaError
from cms.core.http.row_keys import key_in
from cms.models import CaptureLink, Workshop
from cms.public.pages.languages import interface_language, own_name
from cms.users.session import signed_in_user

CAPTURE = "wagtailsnippets_cms_workshop:capture"
INDEX = "wagtailsnippets_cms_workshop:list"
DAYS = [("0", gettext_lazy("Until the end of today")), ("2", gettext_lazy("Three days")),
        ("6", gettext_lazy("One week")), ("29", gettext_lazy("One month"))]  # fmt: skip


class LinkForm(forms.Form):
    """How long a new link is open, and in which languages people write."""

    days = forms.ChoiceField(
        label=pgettext_lazy("capture", "Open"), choices=DAYS, initial="0", widget=forms.RadioSelect
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("People write in"),
        widget=forms.CheckboxSelectMultiple,
        initial=[settings.LANGUAGE_CODE],
        help_text=gettext_lazy("The form opens in the first of them, and can be read in any language of the website."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, own_name(code)) for code, _name in settings.LANGUAGES]  # type: ignore[attr-defined]


def end_of_day(days: int) -> datetime:
    """The last minute of the day in so many days, where the team is."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(23, 59)))


class CaptureView(WagtailAdminTemplateMixin, TemplateView):
    """The page of one workshop."""

    template_name = "cms/admin/capture/links.html"
    header_icon = "mobile-alt"
    form: LinkForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("cms.view_capturelink"):
            raise PermissionDenied
        self.workshop = get_object_or_404(Workshop, pk=self.kwargs["pk"])
        self.form = LinkForm(request.POST if "open" in request.POST else None, prefix="link")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "open" in request.POST:
                if not self.form.is_valid():
                    return self.get(request)
                data = self.form.cleaned_data
                open_link(self.workshop, signed_in_user(request), end_of_day(int(data["days"])), data["languages"])
                messages.success(request, _("The link is open. Show its code, or pass the text on."))
            elif "close" in request.POST:
                close_link(self._link("close"), signed_in_user(request))
                messages.success(request, _("The link is closed. What phones still keep waits there."))
            elif "reopen" in request.POST:
                reopen_link(self._link("reopen"), signed_in_user(request), end_of_day(1))
                messages.success(request, _("The link is open until tomorrow night. Phones can send what they kept."))
        except CosechaError as error:
            messages.error(request, str(error))
        return redirect(CAPTURE, self.workshop.pk)

    def _link(self, name: str) -> CaptureLink:
        key = self.request.POST[name]
        return get_object_or_404(CaptureLink, workshop=self.workshop, pk=key_in(key) or 0)

    def get_page_title(self) -> str:
        return _("Collect at the workshop")

    def get_page_subtitle(self) -> str:
        return str(self.workshop)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(INDEX), "label": _("Workshops")},
            {"url": "", "label": self.get_page_title(), "sublabel": str(self.workshop)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = list(self.links())
        now = timezone.now()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "workshop": self.workshop,
            "form": self.form,
            "open_links": [shown(link) for link in links if link.is_open(now)],
            "past_links": [shown(link) for link in links if not link.is_open(now)],
            "may_open": self.request.user.has_perm("cms.add_capturelink"),
            "may_close": self.request.user.has_perm("cms.change_capturelink"),
        }

    def links(self) -> QuerySet[Any]:
        links = self.workshop.capture_links.select_related("workshop", "made_by")
        return links.annotate(arrived=Count("entries"))


def shown(link: Any) -> dict[str, Any]:
    """What the page says of a link."""
    url = url_of(link)
    return {
        "link": link,
        "url": url,
        "arrived": link.arrived,
        "text": message(link, url),
        "code": segno.make(url, error="m", micro=False).svg_data_uri(scale=8, border=4, light="#fff"),
        "languages": ", ".join(own_name(code) for code in link.languages),
    }


def message(link: CaptureLink, url: str) -> str:
    """A text to pass on, in the language in which the form opens."""
    with override(interface_language(link.languages[0])):
        until = date_format(timezone.localtime(link.expires_at), "DATETIME_FORMAT")
        return invitation(str(link.workshop), url, until)


class WorkshopIndexView(IndexView):
    def get_list_more_buttons(self, instance: Workshop) -> list[Any]:
        buttons = list(super().get_list_more_buttons(instance))
        if self.request.user.has_perm("cms.view_capturelink"):
            url = reverse(CAPTURE, args=[instance.pk])
            buttons.append(Button(_("Collect at the workshop"), url=url, icon_name="mobile-alt", priority=15))
        return buttons


class WorkshopEditView(EditView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.request.user.has_perm("cms.view_capturelink"):
            return []
        url = reverse(CAPTURE, args=[self.object.pk])
        return [HeaderButton(_("Collect at the workshop"), url=url, icon_name="mobile-alt")]
