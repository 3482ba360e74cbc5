"""An edition in the browser: the same for everybody, and never more than may be shown today."""

import html
import re

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from newsletter.blocks.merge_tags import fill, slot
from newsletter.frozen_renderings import shown_on_the_web
from newsletter.models import Edition
from newsletter.rendering.phrases import since
from newsletter.subscribers.reader_links import web_url

# An email carries its style in its elements; it has no script.
EMAIL_POLICY = {
    "default-src": [NONE],
    "img-src": [SELF, "data:"],
    "style-src": [SELF, UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
}


@csp(EMAIL_POLICY)  # type: ignore[arg-type]  # its signature leaves the arguments out
def web_version(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """What was approved and sent, as it was frozen, without what may no longer be shown."""
    edition = get_object_or_404(Edition.objects.select_related("audience"), slug=slug, frozen_at__isnull=False)
    if language not in settings.READER_LANGUAGES:
        raise Http404
    content = shown_on_the_web(edition, language, timezone.now())
    if content is None:
        raise Http404
    response = HttpResponse(filled(content, edition, language))
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def filled(content: str, edition: Edition, language: str) -> str:
    """`content` with slots that name nobody, and without the sentence about somebody's subscription."""
    sentence = re.escape(html.escape(since(language), quote=False))
    content = re.sub(rf"\s*{sentence}\s*{slot('subscribed_since')}\.", "", content)
    by_mail = f"{reverse('newsletter_by_mail')}?lang={language}"
    slots = {
        "web_url": web_url(edition, language),
        "unsubscribe_url": by_mail,
        "preferences_url": by_mail,
    }
    return fill(content, {name: html.escape(value) for name, value in slots.items()})
