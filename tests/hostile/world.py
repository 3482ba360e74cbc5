"""What the walk over public addresses finds there: something to read, and what each form and page accepts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from campaigns.networks.graph.card_address import TRIAL, address_of_card
from campaigns.sandbox.models import SandboxAccount
from cms.capture.public.form import CaptureForm
from cms.core import signing
from cms.models.capture import CAPTURE_LINK, CaptureLink
from cms.people.portal_link import token_of
from cms.public.lists.sections import section_of
from newsletter.addresses import address_hash
from newsletter.models import Audience, Subscriber, SubscriptionEvent
from newsletter.public.subscribe import TRAP
from newsletter.subscribers.asks import ask_to_subscribe
from newsletter.subscribers.tokens import AskName, Reader, sign_confirm, sign_leave
from tests.cms.refused import KINDS, make_readable
from tests.factories import make_topic, make_user, make_workshop


class World:
    """Something to read of each kind, one person, one form, one audience, one account."""

    def __init__(self) -> None:
        topic, workshop = make_topic(), make_workshop()
        self.contents = [make_readable(kind, topics=(topic,), workshop=workshop) for kind in KINDS]
        content = next(one for one in self.contents if one.kind == "testimony")
        self.person = content.item.consent.contributor
        audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="red@example.org")
        subscriber = Subscriber.objects.create(email="ana@example.org", language="es")
        reader = Reader(subscriber.pk, audience.pk, subscriber.address_hash)
        ask_to_subscribe("rosa@example.org", audience, text_shown="Sí, quiero", name="", language="es", source="/")
        ask = SubscriptionEvent.objects.get()
        self.account = SandboxAccount.objects.create(handle="red", name="Red")
        self.capture = self._capture_token(workshop)
        item = ["es", section_of(content.kind).segment, content.item.slug]
        own = ["es", token_of(self.person)]
        consent = content.item.consent.pk
        # The parts of each public address by its name, one that can be answered.
        self.parts: dict[str, list[object]] = {
            "healthy": [],
            "sandbox_posts": [],
            "sandbox_post": [1],
            "sandbox_reactions": [1],
            "post_card_to_fetch": [address_of_card(TRIAL).rpartition("/")[2].removesuffix(".jpg")],
            "newsletter_by_mail": [],
            "newsletter_unsubscribe": [sign_leave(reader)],
            "newsletter_preferences": [sign_leave(reader)],
            "newsletter_confirm": [sign_confirm(AskName(ask.pk, address_hash("rosa@example.org")))],
            "newsletter_subscribe": ["red"],
            "newsletter_web": ["nada", "es"],
            "capture_worker": [],
            "capture": [self.capture],
            "wagtaildocs_serve": [1, "guia.pdf"],
            "wagtaildocs_authenticate_with_password": [1],
            "wagtailcore_login": [],
            "root": [],
            "brand_css": [],
            "robots": [],
            "sitemap": [],
            "sitemap_part": ["citas", 0],
            "home": ["es"],
            "own_page": own,
            "own_withdraw_item": [*own, 0],
            "own_withdraw_all": own,
            "own_allow_less": [*own, consent],
            "own_receipt": [*own, 1],
            "list": item[:2],
            "item": item,
            "photo": [*item, "small"],
            "file": [*item, "pdf"],
            "card": [*item, "0123456789abcdef"],
            "uploads": ["original_images/foto.jpg"],
            "wagtailadmin_login": [],
            "wagtailadmin_logout": [],
            "wagtailadmin_password_reset": [],
            "wagtailadmin_password_reset_done": [],
            "wagtailadmin_password_reset_confirm": ["MQ", "abc-def"],
            "wagtailadmin_password_reset_complete": [],
        }

    def _capture_token(self, workshop) -> str:
        link = CaptureLink.objects.create(
            workshop=workshop, made_by=make_user(), expires_at=timezone.now() + timedelta(days=1), languages=["es"]
        )
        return signing.sign_name(CAPTURE_LINK, link.pk)


# What each form reads, with values that it accepts.
POSTED = {
    "newsletter_subscribe": {"wish": "", "email": "luz@example.org", "name": "Luz", "agree": "1", TRAP: ""},
    "newsletter_unsubscribe": {"scope": "all", "email": "ana@example.org"},
    "newsletter_preferences": {"language": "es", "new_email": "luz@example.org"},
    "newsletter_confirm": {"x": ""},
    "own_withdraw_item": {"x": ""},
    "own_allow_less": {
        "uses": "web",
        "networks": "x",
        "credit": "anonymous",
        "parts": "face",
        "end": "",
        "end_day": "",
    },
    "capture": dict.fromkeys(CaptureForm.base_fields, "yes") | {"key": str(uuid4())},
    "sandbox_posts": {"text": "Hola", "language": "es", "content_warning": "x", "key": "k", "alt_text": "x"},
    "wagtailadmin_login": {"username": "ana", "password": "x", "next": "/admin/", "remember": "on"},
    "wagtailadmin_password_reset": {"email": "ana@example.org"},
    "wagtailadmin_password_reset_confirm": {"new_password1": "x", "new_password2": "x"},
    "wagtaildocs_authenticate_with_password": {"password": "x", "return_url": "/"},
}
# Parameters of pages. A filter that is wrong is not found; the others choose no more than a language.
FILTERS = {"list": ("tema", "pagina")}
CHOICES = {
    "newsletter_by_mail": ("lang",),
    "capture": ("lang",),
    "newsletter_subscribe": ("lang",),
    "sandbox_posts": ("key",),
}
