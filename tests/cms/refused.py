"""Content that the gate refuses, one of each reason: what no page, list, card or API answer may ever show."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from cms.consent.disclosure import recheck
from cms.consent.gate import Refusal
from cms.models import Contributor, Credit, Item
from cms.withdrawal.withdraw import withdraw_consent, withdraw_item
from media.models import CustomImage
from tests.factories import (
    add_terms,
    make_commitment,
    make_consent,
    make_document,
    make_group,
    make_learning,
    make_quote,
    make_resource,
    make_testimony,
    make_topic,
    make_user,
    make_webinar,
)

# In every text of what is made here. Whoever finds it in an answer has found a leak.
SECRET = "Qhichwamanta"


def make_photo(
    width: int = 1200, height: int = 800, description: str = "Una mujer habla en la asamblea"
) -> CustomImage:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#886644").save(buffer, "JPEG")
    buffer.seek(0)
    return CustomImage.objects.create(title="Asamblea", description=description, file=ImageFile(buffer, "asamblea.jpg"))


def make_readable(kind: str, **options: Any) -> Any:
    """Something of `kind` with somebody's words that is cleared for everything."""
    options = {"topics": (make_topic(f"Tema {SECRET} {Item.objects.count()}"),), "voice": "person"} | options
    if kind == "quote":
        return make_quote(f"Palabras {SECRET} de alguien.", **options)
    if kind == "testimony":
        options.setdefault("photo", make_photo())
        return make_testimony(f"Historia {SECRET}", place=f"Pueblo {SECRET}", **options)
    if kind == "resource":
        options.setdefault("file", make_document(f"guia-{SECRET}.pdf", f"%PDF-1.4 {SECRET}".encode()))
        told = {"summary": f"Resumen {SECRET}", "authors": f"Equipo {SECRET}"}
        return make_resource(f"Guía {SECRET}", link=f"https://example.org/{SECRET}", **told, **options)
    if kind == "webinar":
        said = {"summary": f"Resumen {SECRET}", "speakers": f"Ponente {SECRET}", "materials": f"<p>{SECRET}</p>"}
        return make_webinar(f"Webinar {SECRET}", recording=f"https://example.org/{SECRET}", **said, **options)
    if kind == "discussiongroup":
        open_to_all = {"seen_by": "everybody", "invitation": f"https://example.org/{SECRET}"}
        return make_group(f"Grupo {SECRET}", summary=f"Resumen {SECRET}", **open_to_all, **options)
    if kind == "commitment":
        said = {"summary": f"Cómo {SECRET}", "outcome": f"Así fue {SECRET}"}
        return make_commitment(f"Promesa {SECRET}", **said, **options)
    return make_learning(f"Aprendizaje {SECRET}", summary=f"Resumen {SECRET}", **options)


def draft(kind: str) -> Any:
    return make_readable(kind, live=False)


def unpublished(kind: str) -> Any:
    content = make_readable(kind)
    content.unpublish()
    return content


def withdrawn(kind: str) -> Any:
    content = make_readable(kind)
    withdraw_item(content.item, make_user(is_superuser=True))
    return content


def consent_withdrawn(kind: str) -> Any:
    content = make_readable(kind)
    withdraw_consent(content.item.consent, make_user(is_superuser=True))
    return content


def terms_withdrawn(kind: str) -> Any:
    content = make_readable(kind)
    add_terms(content.item.consent, is_withdrawal=True)
    return content


def no_consent(kind: str) -> Any:
    content = make_readable(kind)
    Item.objects.filter(pk=content.item.pk).update(consent=None)
    return content


def consent_of_another(kind: str) -> Any:
    content = make_readable(kind)
    Item.objects.filter(pk=content.item.pk).update(consent=make_consent())
    return content


def not_begun(kind: str) -> Any:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return make_readable(kind, consent=make_consent(begins_on=tomorrow))


def expired(kind: str) -> Any:
    return make_readable(kind, consent=make_consent(expires_on=date(2024, 1, 1)))


def not_for_web(kind: str) -> Any:
    return make_readable(kind, consent=make_consent(allows_web=False))


def not_approved(kind: str) -> Any:
    return make_readable(kind, is_sensitive=True)


def reveals_too_much(kind: str) -> Any:
    contributor = Contributor.objects.create(full_name=f"{SECRET} Mamani", first_name="Rosa")
    content = make_readable(kind, consent=make_consent(contributor, credit=Credit.ANONYMOUS, shows_organisation=False))
    recheck(content.item)
    return content


REFUSED: dict[Callable[[str], Any], Refusal] = {
    draft: Refusal.NOT_LIVE,
    unpublished: Refusal.NOT_LIVE,
    withdrawn: Refusal.WITHDRAWN,
    consent_withdrawn: Refusal.WITHDRAWN,
    terms_withdrawn: Refusal.CONSENT_WITHDRAWN,
    no_consent: Refusal.NO_CONSENT,
    consent_of_another: Refusal.CONSENT_OF_ANOTHER,
    not_begun: Refusal.NOT_BEGUN,
    expired: Refusal.EXPIRED,
    not_for_web: Refusal.USE_NOT_COVERED,
    not_approved: Refusal.NOT_APPROVED,
    reveals_too_much: Refusal.REVEALS_TOO_MUCH,
}
GONE = (withdrawn, consent_withdrawn, terms_withdrawn)
KINDS = ("quote", "testimony", "learning", "resource", "webinar", "discussiongroup", "commitment")
