"""Approval of a sensitive item by a second person."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.content.status import edit_url, status_of
from cms.consent.approvals import approve_item
from cms.core.errors import CosechaError
from cms.models import Content, Item


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
                "credit": status_of(self.item, content).credit,
            }
            for content in self.contents
        ]
        return super().get_context_data(
            item=self.item,
            contents=contents,
            standing=status_of(self.item, self.contents[0]),
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


@hooks.register("register_admin_urls")
def register_approve_url() -> list[URLPattern]:
    return [path("items/<int:pk>/approve/", ApproveItemView.as_view(), name="approve_item")]
