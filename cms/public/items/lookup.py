"""Finding what an address stands for, through the gate."""

from django.http import Http404
from django.utils import timezone

from cms.consent.gate import Refusal, Use, clearance
from cms.models import Item
from cms.public.items.visible_fields import Readable, readable
from cms.public.lists.sections import section_at


class Gone(Http404):
    """It was here, and was taken back."""


def find_readable(language: str, segment: str, slug: str, use: Use = Use.WEB) -> Readable:
    """What is read at an address: the content in `language`, or the original's where there is none.

    Raises Gone where it was withdrawn, and Http404 for anything else that is not cleared: an answer never says more.
    """
    section = section_at(segment)
    if section is None:
        raise Http404
    items = Item.objects.select_related("workshop", "consent__contributor__organisation")
    item = items.filter(kind=section.kind, slug=slug).first()
    if item is None:
        raise Http404
    answer = clearance(item, use, timezone.now())
    if answer.refusal in (Refusal.WITHDRAWN, Refusal.CONSENT_WITHDRAWN):
        raise Gone
    content = item.content_in(language, live_only=True)
    if not answer.is_cleared or content is None:
        raise Http404
    return readable(content, item)
