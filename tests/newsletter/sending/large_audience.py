"""An approved edition for many readers, due now: run inside an installation of its own by the process tests."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

from django.utils import timezone

from cms.consent.approvals import approve
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Audience, Edition, OptIn, Subscriber
from tests.factories import make_learning, make_user


def make(readers: int) -> None:
    audience = Audience.objects.create(
        name="Red Killari", slug="killari", from_name="Red Killari", from_email="boletin@example.org"
    )
    learning = make_learning("Escuchar primero")
    edition = Edition.objects.create(
        audience=audience,
        month=dt.date(2026, 11, 1),
        subject="Noviembre",
        body=[("learnings", [learning.item])],
        send_at=timezone.now() - timedelta(seconds=1),
        state=Edition.State.APPROVED,
    )
    edition = Edition.objects.get(pk=edition.pk)
    edition.edition_items.get_or_create(item=learning.item)
    at = timezone.now() - timedelta(days=30)
    for number in range(readers):
        subscriber = Subscriber.objects.create(email=f"r{number:04}@example.org", name=f"Lectora {number}")
        OptIn.objects.create(
            subscriber=subscriber, audience=audience, how=OptIn.How.PAPER, asked_at=at, confirmed_at=at
        )
    digest = edition_digest(edition)
    approve(edition, digest, digest, make_user("revisora", is_superuser=True))
