"""How a wording will look: as the reader page, and in each channel that offers a preview."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.channels import Preview, channels_of
from cms.models import Content
from cms.public.item_page import render_item_page


def modes(content: Content) -> list[tuple[str, Any]]:
    """What Wagtail's preview panel offers for `content`."""
    return [("page", _("Reader page")), *((preview.name, preview.label) for preview in _from_channels(content))]


def serve(content: Content, request: HttpRequest, mode: str) -> HttpResponse:
    """The preview of `content` in `mode`, in the language of the wording."""
    with override(content.language):
        if mode in ("", "page"):
            return HttpResponse(render_item_page(content, request, is_preview=True))
        preview = next((preview for preview in _from_channels(content) if preview.name == mode), None)
        if preview is None:
            raise Http404
        return HttpResponse(preview.render(content, request))


def _from_channels(content: Content) -> list[Preview]:
    return [preview for channel in channels_of(content.kind) for preview in channel.previews(content.kind)]
