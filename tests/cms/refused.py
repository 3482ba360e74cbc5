"""Content that the gate refuses, one of each reason: what no page, list, card or API answer may ever show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from PIL import Image
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.consent.disclosure import recheck
from cms.consent.gate import Refusal, Use, clearance
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
    make_picture,
    make_quote,
    make_resource,
    make_testimony,
    make_topic,
    make_user,
    make_webinar,
    make_workshop,
)

# In every text of what is made here. Whoever finds it in an answer has found a leak.
SECRET = "Qhichwamanta"
# In every text of what may be shown beside it.
CLEARED = "Ukhumanta"


def make_photo(
    width: int = 1200, height: int = 800, description: str = "Una mujer habla en la asamblea"
) -> CustomImage:
    photo = Image.new("RGB", (width, height), "#886644")
    return make_picture(photo, "asamblea.jpg", title="Asamblea", description=description)


def make_readable(kind: str, mark: str = SECRET, **options: Any) -> Any:
    """Something of `kind` with somebody's words that is cleared for everything; each of its texts holds `mark`."""
    options = {"topics": (make_topic(f"Tema {mark} {Item.objects.count()}"),), "voice": "person"} | options
    if kind == "quote":
        return make_quote(f"Palabras {mark} de alguien.", **options)
    if kind == "testimony":
        options.setdefault("photo", make_photo())
        return make_testimony(f"Historia {mark}", place=f"Pueblo {mark}", **options)
    if kind == "resource":
        options.setdefault("file", make_document(f"guia-{mark}.pdf", f"%PDF-1.4 {mark}".encode()))
        told = {"summary": f"Resumen {mark}", "authors": f"Equipo {mark}"}
        return make_resource(f"Guía {mark}", link=f"https://example.org/{mark}", **told, **options)
    if kind == "webinar":
        said = {"summary": f"Resumen {mark}", "speakers": f"Ponente {mark}", "materials": f"<p>{mark}</p>"}
        return make_webinar(f"Webinar {mark}", recording=f"https://example.org/{mark}", **said, **options)
    if kind == "discussiongroup":
        open_to_all = {"seen_by": "everybody", "invitation": f"https://example.org/{mark}"}
        return make_group(f"Grupo {mark}", summary=f"Resumen {mark}", **open_to_all, **options)
    if kind == "commitment":
        said = {"summary": f"Cómo {mark}", "outcome": f"Así fue {mark}"}
        return make_commitment(f"Promesa {mark}", **said, **options)
    return make_learning(f"Aprendizaje {mark}", summary=f"Resumen {mark}", **options)


def draft(kind: str, mark: str = SECRET) -> Any:
    return make_readable(kind, mark, live=False)


def unpublished(kind: str, mark: str = SECRET) -> Any:
    content = make_readable(kind, mark)
    content.unpublish()
    return content


def withdrawn(kind: str, mark: str = SECRET) -> Any:
    content = make_readable(kind, mark)
    withdraw_item(content.item, make_user(is_superuser=True))
    return content


def consent_withdrawn(kind: str, mark: str = SECRET) -> Any:
    content = make_readable(kind, mark)
    withdraw_consent(content.item.consent, make_user(is_superuser=True))
    return content


def terms_withdrawn(kind: str, mark: str = SECRET) -> Any:
    content = make_readable(kind, mark)
    add_terms(content.item.consent, is_withdrawal=True)
    return content


def no_consent(kind: str, mark: str = SECRET) -> Any:
    content = make_readable(kind, mark)
    Item.objects.filter(pk=content.item.pk).update(consent=None)
    return content


def consent_of_another(kind: str, mark: str = SECRET) -> Any:
    content = make_readable(kind, mark)
    Item.objects.filter(pk=content.item.pk).update(consent=make_consent())
    return content


def not_begun(kind: str, mark: str = SECRET) -> Any:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return make_readable(kind, mark, consent=make_consent(begins_on=tomorrow))


def expired(kind: str, mark: str = SECRET) -> Any:
    return make_readable(kind, mark, consent=make_consent(expires_on=date(2024, 1, 1)))


def not_for_web(kind: str, mark: str = SECRET) -> Any:
    return make_readable(kind, mark, consent=make_consent(allows_web=False))


def not_approved(kind: str, mark: str = SECRET) -> Any:
    return make_readable(kind, mark, is_sensitive=True)


def reveals_too_much(kind: str, mark: str = SECRET) -> Any:
    contributor = Contributor.objects.create(full_name=f"{mark} Mamani", first_name="Rosa")
    anonymous = make_consent(contributor, credit=Credit.ANONYMOUS, shows_organisation=False)
    content = make_readable(kind, mark, consent=anonymous)
    recheck(content.item)
    return content


REFUSED: dict[Callable[..., Any], Refusal] = {
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


@dataclass(frozen=True)
class Hidden:
    """One content that the gate refuses."""

    kind: str
    why: str
    content: Any
    is_gone: bool
    # In every text of this content and of no other.
    mark: str

    def __str__(self) -> str:
        return f"{self.kind} that is {self.why}"


@dataclass(frozen=True)
class World:
    """Each kind once for each reason to be refused, and once cleared."""

    hidden: list[Hidden]
    cleared: dict[str, Any]

    def seen_in(self, text: str) -> list[Hidden]:
        """Whose words are in a text in which no refused words may be."""
        found = [one for one in self.hidden if one.mark in text]
        assert found or SECRET not in text, text
        return found


@disable_reference_index_auto_update()
def make_world() -> World:
    """A world in which every refusal is the one that its name says, all of it said in one workshop."""
    workshop, hidden = make_workshop(), []
    for make, refusal in REFUSED.items():
        for kind in KINDS:
            # No mark is the beginning of another: each ends in the name of a kind.
            mark = f"{SECRET}-{make.__name__}-{kind}"
            content = make(kind, mark)
            Item.objects.filter(pk=content.item.pk).update(workshop=workshop)
            hidden.append(Hidden(kind, make.__name__, content, make in GONE, mark))
            given = clearance(Item.objects.get(pk=content.item.pk), Use.WEB, timezone.now()).refusal
            assert given == refusal, f"{hidden[-1]}: {given}"
    cleared = {kind: make_readable(kind, f"{CLEARED}-{kind}", workshop=workshop) for kind in KINDS}
    return World(hidden, cleared)
