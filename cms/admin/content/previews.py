"""How a `Content` will look: as the reader page, and in each channel that offers a preview."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.admin.chrome.csp import under_policy
from cms.api.resources import OFFERS
from cms.api.serializers import write
from cms.channels import Preview, channels_of
from cms.content.translations import translation_of
from cms.models import Content
from cms.public.items.item_page import render_item_page


def modes(content: Content) -> list[tuple[str, Any]]:
    """What Wagtail's preview panel offers for `content`."""
    named = [(preview.name, preview.label) for preview in _from_channels(content)]
    return [("page", _("Reader page")), *named, ("api", _("As the API gives it"))]


def serve(content: Content, request: HttpRequest, mode: str) -> HttpResponse:
    """The preview of `content` in `mode`, in its own language."""
    with override(content.language):
        if mode in ("", "page"):
            return HttpResponse(render_item_page(content, request, is_preview=True))
        if mode == "api":
            return HttpResponse(_answer_of(content, request))
        preview = next((preview for preview in _from_channels(content) if preview.name == mode), None)
        if preview is None:
            raise Http404
        response = HttpResponse(preview.render(content, request))
        return under_policy(response, dict(preview.policy)) if preview.policy else response


def _answer_of(content: Content, request: HttpRequest) -> str:
    """What the content API would say of `content`, in its own schema."""
    offer = next(offer for offer in OFFERS if offer.model is type(content))
    draft: Any = content
    translation = translation_of(content)
    draft.original_language = translation.source.language_code if translation else None
    draft.translator = translation.translator if translation else ""
    draft.first_published_at = draft.updated_at = content.first_published_at or timezone.now()
    languages = [live.language for live in content.item.contents(live_only=True)] or [content.language]
    (answer,) = write([draft], {content.translation_key: languages})
    body = offer.one.model_validate(answer).model_dump(mode="json")
    path = f"/api/v1/{offer.path}/{content.translation_key}"
    context = {"path": path, "body": json.dumps(body, ensure_ascii=False, indent=2)}
    return render_to_string("cms/admin/content/api_preview.html", context, request)


def _from_channels(content: Content) -> list[Preview]:
    return [preview for channel in channels_of(content.kind) for preview in channel.previews(content.kind)]
