"""Nothing leaves with links that nobody can open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from cms.core.http.ascii_host import with_ascii_host
from cms.core.http.public_address import PrivateAddressError, is_public_address
from cms.models import Incident
from newsletter.editions.approve import approve_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Edition
from newsletter.sending.start import begin_edition
from tests.campaigns.factories import make_post
from tests.factories import make_quote

PRIVATE = [
    "http://127.0.0.1:8000",
    "https://127.0.0.1",
    "https://localhost",
    "https://localhost.:8443",
    "https://cosecha.local",
    "https://cosecha",
    "https://10.0.0.7",
    "https://172.16.3.4",
    "https://192.168.1.4:8000",
    "https://169.254.1.1",
    "https://100.64.0.1",
    "https://0.0.0.0",
    "https://[::1]",
    "https://[fd00::1]",
    "https://[fe80::1]",
    "https://[::ffff:192.168.1.4]",
    "https://server.internal",
    "https://nas.home.arpa",
    "https://COSECHA.LAN",
    "https://site.test",
    "http://cosecha.your-network.ngo",
    "ftp://cosecha.your-network.ngo",
    "cosecha.your-network.ngo",
    "https://127.1",
    "https://0177.0.0.1",
    "https://site.0x7f",
    "https://①②⑦.0.0.1",
    "https://2130706433",
    "https://cosecha..ngo",
    "https://.ngo",
    "https://cosecha.your-network.ngo:99999",
    "https://name:word@cosecha.your-network.ngo",
    "https://cosecha.ｌｏｃａｌ",
    "",
]


def test_only_https_addresses_that_everybody_can_reach_are_public():
    assert [url for url in PRIVATE if is_public_address(url)] == []
    for url in (
        "https://cosecha.your-network.ngo",
        "https://ngo.org:8443",
        "https://93.184.216.34",
        "https://ñandú.org",
    ):
        assert is_public_address(url), url


@pytest.mark.django_db
def test_an_edition_is_neither_approved_nor_begun(settings, admin):
    from newsletter.models import Audience

    audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="red@example.org")
    tomorrow = timezone.now() + timedelta(days=1)
    edition = Edition(audience=audience, month=tomorrow.date().replace(day=1), subject="Hola", send_at=tomorrow)
    edition.body = [("quotes", [make_quote().item])]
    edition.save()
    settings.LOCAL_MAILBOX, settings.BASE_URL = False, "http://127.0.0.1:8000"
    with pytest.raises(PrivateAddressError):
        approve_edition(edition, edition_digest(edition), admin)
    settings.BASE_URL = "https://cosecha.your-network.ngo"
    approve_edition(edition, edition_digest(edition), admin)
    settings.BASE_URL = "https://192.168.1.4"
    assert not begin_edition(edition.pk, tomorrow)
    assert Edition.objects.get().state == Edition.State.DRAFT
    assert "BASE_URL" in Incident.objects.get().what_to_do
    settings.LOCAL_MAILBOX = True
    approve_edition(Edition.objects.get(), edition_digest(Edition.objects.get()), admin)


@pytest.mark.django_db
def test_a_post_is_not_approved_for_a_real_network(settings, monkeypatch):
    from campaigns import networks
    from campaigns.posts.checks import refusal_for
    from tests.campaigns.factories import Scripted

    real = Scripted()
    real.is_local = False
    monkeypatch.setattr(networks, "_networks", {**networks._networks, "scripted": real})
    settings.BASE_URL = "https://cosecha.your-network.ngo"
    post = make_post()
    assert refusal_for(post, timezone.now()) == ""
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert refusal_for(post, timezone.now()) == str(PrivateAddressError.sentence)


def test_a_deployment_is_refused_with_each_thing_that_would_do_harm(settings):
    def found() -> set[str]:
        return {
            check.id for check in run_checks(include_deployment_checks=True) if str(check.id).startswith("cosecha.E")
        }

    settings.PRODUCTION, settings.LOCAL_MAILBOX, settings.TRUSTED_PROXIES = True, False, 1
    settings.BASE_URL, settings.DEFAULT_FROM_EMAIL = "https://cosecha.your-network.ngo", "Red <red@your-network.ngo>"
    assert found() == set()
    for name, value, code in (
        ("PRODUCTION", False, "cosecha.E001"),
        ("BASE_URL", "https://192.168.1.4", "cosecha.E002"),
        ("LOCAL_MAILBOX", True, "cosecha.E003"),
        ("DEFAULT_FROM_EMAIL", "Cosecha <avisos@cosecha.example.org>", "cosecha.E004"),
        ("TRUSTED_PROXIES", 0, "cosecha.E005"),
    ):
        right = getattr(settings, name)
        setattr(settings, name, value)
        assert found() == {code}
        setattr(settings, name, right)


def test_a_host_outside_ascii_is_written_as_browsers_send_it():
    """Else no request names an allowed host, and no mail can carry the link to leave."""
    for url, written in (
        ("https://señal.example.org", "https://xn--seal-hqa.example.org"),
        ("https://SEÑAL.example.org:8443/boletín", "https://xn--seal-hqa.example.org:8443/boletín"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://Example.org/a", "https://Example.org/a"),
        ("", ""),
    ):
        assert with_ascii_host(url) == written
    with pytest.raises(ValueError, match="no name of a host"):
        with_ascii_host("https://☃.example")
