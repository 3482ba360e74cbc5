"""An approved edition with readers, and a real mail server to send it to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.consent.approvals import approve
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Edition, OptIn, Subscriber
from tests.factories import make_learning
from tests.installation import free_port
from tests.newsletter.receiver import Receiver, ReceiverController


@pytest.fixture(autouse=True)
def items_on_another_site(settings):
    settings.ITEM_URL_PATTERN = "https://sitio.example.org/{kind}/{slug}"


@pytest.fixture
def receiver(settings):
    handler = Receiver()
    controller = ReceiverController(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 30  # a busy machine is no server that hangs
    yield handler
    controller.stop()


@pytest.fixture
def make_reader(audience):
    def make(email: str, name: str = "", language: str = "es", *, confirmed: bool = True) -> Subscriber:
        subscriber = Subscriber.objects.create(email=email, name=name, language=language)
        at = timezone.now() - timedelta(days=30)
        OptIn.objects.create(
            subscriber=subscriber,
            audience=audience,
            how=OptIn.How.PAPER,
            text_shown="Quiero recibirlo",
            asked_at=at,
            confirmed_at=at if confirmed else None,
        )
        return subscriber

    return make


@pytest.fixture
def learning(db):
    return make_learning("Escuchar primero")


@pytest.fixture
def approved_edition(make_edition, admin, learning):
    """Due a minute ago, approved exactly as it is."""
    edition = make_edition(
        ("introduction", {"es": "Hola, **red**.", "en": "", "fr": "", "nl": ""}),
        ("learnings", [learning]),
        send_at=timezone.now() - timedelta(minutes=1),
        state=Edition.State.APPROVED,
    )
    edition.edition_items.get_or_create(item=learning.item)
    approve(edition, edition_digest(edition), edition_digest(edition), admin)
    return Edition.objects.get(pk=edition.pk)


@pytest.fixture
def states():
    """The states of an edition's deliveries by address."""

    def of(edition: Edition) -> dict[str, str]:
        return dict(edition.deliveries.values_list("subscriber__email", "state"))

    return of
