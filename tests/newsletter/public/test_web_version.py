"""If these fail, the edition in the browser shows what was taken back, or hands somebody's subscription to others."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cms.core.errors import StaleApprovalError
from cms.withdrawal.withdraw import withdraw_item
from newsletter import frozen_renderings
from newsletter.blocks.merge_tags import SLOT
from newsletter.editions.approve import approve_edition
from newsletter.frozen_renderings import edition_digest, freeze_renderings
from newsletter.models import Edition, Rendering
from newsletter.rendering.phrases import since
from newsletter.subscribers.reader_links import web_url
from tests.factories import add_terms, make_learning, make_quote, save_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(make_edition, settings):
    settings.ITEM_URL_PATTERN = "https://sitio.example.org/{kind}/{slug}"
    learning = make_learning("Escuchar primero")
    edition = make_edition(("learnings", [learning]), frozen_at=timezone.now())
    edition.edition_items.get_or_create(item=learning.item)
    freeze_renderings(edition)
    edition.learning = learning
    return edition


def url(edition, language: str = "es") -> str:
    return reverse("newsletter_web", args=[edition.slug, language])


def test_it_shows_what_was_sent_with_nobodys_token(client, edition):
    response = client.get(url(edition))
    page = response.content.decode()
    assert "Escuchar primero" in page
    assert not SLOT.search(page)
    assert "/boletin/baja/?lang=es" in page
    assert web_url(edition, "es").endswith(url(edition))
    assert response["X-Robots-Tag"] == "noindex"
    assert "script-src" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("language", settings.READER_LANGUAGES)
def test_it_says_nothing_of_a_subscription_that_nobody_in_particular_has(client, edition, language):
    page = client.get(url(edition, language)).content.decode()
    assert since(language) not in page
    assert "—." not in page


def test_what_was_frozen_stays_as_it_was(client, edition):
    edition.learning.title = "Otro título"
    save_live(edition.learning)
    assert "Escuchar primero" in client.get(url(edition)).content.decode()


def test_what_was_taken_back_is_not_shown(client, edition):
    item = edition.learning.item
    item.withdrawn_at = timezone.now()
    item.save()
    response = client.get(url(edition))
    assert response.status_code == 200
    assert "Escuchar primero" not in response.content.decode()


@pytest.fixture
def paused(make_edition):
    """One that stopped on its way, in which staff have begun to write something else."""
    gone, stays = make_quote("Palabras que se retiran."), make_quote("Palabras que quedan.")
    edition = make_edition(
        ("introduction", {"es": "Lo aprobado."}), ("quotes", [gone, stays]), state="paused", frozen_at=timezone.now()
    )
    freeze_renderings(edition)
    edition.gone = gone
    return edition


def rewrite(edition, *blocks) -> Edition:
    edition = Edition.objects.get(pk=edition.pk)
    edition.subject = "Asunto sin aprobar"
    edition.body = [("introduction", {"es": "Borrador sin aprobar."}), *blocks]
    edition.save()
    return edition


def test_nobody_reads_what_staff_write_before_it_is_approved(client, paused):
    rewrite(paused)
    page = client.get(url(paused)).content.decode()
    assert "sin aprobar" not in page
    assert "Lo aprobado." in page
    assert "Palabras que quedan." in page


def test_while_the_corrected_one_waits_for_approval_what_was_approved_is_shown_without_what_was_withdrawn(
    client, paused, admin
):
    withdraw_item(paused.gone.item, admin)
    rewrite(paused, ("quotes", [make_quote("Palabras nuevas.").item]))
    page = client.get(url(paused)).content.decode()
    assert "Palabras que quedan." in page
    assert "Lo aprobado." in page
    assert "sin aprobar" not in page
    assert "nuevas" not in page
    assert "se retiran" not in page


def test_what_was_approved_in_its_place_is_shown_from_then_on(client, paused, admin):
    withdraw_item(paused.gone.item, admin)
    edition = rewrite(paused, ("quotes", [make_quote("Palabras nuevas.").item]))
    edition.send_at = timezone.now()
    edition.save()
    approve_edition(edition, edition_digest(edition), admin)
    page = client.get(url(paused)).content.decode()
    assert "Palabras nuevas." in page
    assert "Palabras que quedan." not in page


def test_what_is_no_longer_allowed_is_not_shown_even_where_staff_took_it_out_of_the_draft(client, paused):
    rewrite(paused)
    add_terms(paused.gone.item.consent, allows_newsletter=False)
    page = client.get(url(paused)).content.decode()
    assert "se retiran" not in page
    assert "Palabras que quedan." in page


def test_an_edition_that_was_not_sent_has_no_page(client, make_edition):
    assert client.get(url(make_edition())).status_code == 404


def test_a_language_that_does_not_exist_has_no_page(client, edition):
    assert client.get(url(edition, "de")).status_code == 404


def test_the_links_of_the_shared_version_explain_where_to_leave(client, edition):
    page = client.get(reverse("newsletter_by_mail") + "?lang=nl").content.decode()
    assert "Open de laatste nieuwsbrief" in page


def test_what_is_withdrawn_while_it_is_being_frozen_is_not_kept(client, edition, admin, monkeypatch):
    render = frozen_renderings.render_words

    def withdrawn_meanwhile(words, language):
        rendered = render(words, language)
        withdraw_item(edition.learning.item, admin)
        return rendered

    Rendering.objects.all().delete()
    monkeypatch.setattr(frozen_renderings, "render_words", withdrawn_meanwhile)
    with pytest.raises(StaleApprovalError):
        freeze_renderings(Edition.objects.get(pk=edition.pk))
    assert not Rendering.objects.filter(html__contains="Escuchar primero").exists()
    assert "Escuchar primero" not in client.get(url(edition)).content.decode()
