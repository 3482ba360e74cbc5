"""The pages of people, consents and withdrawals, as staff meet them."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Consent, ConsentTerms, Item, TakeBack
from cms.users.roles import EDITOR, REVIEWER
from cms.users.sync_groups import grant_roles
from media.models import CustomDocument
from tests.factories import make_consent, make_contributor, make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ITEM_URL_PATTERN = "https://site.example.org/{kind}/{slug}"


@pytest.fixture
def roles(db):
    grant_roles()


def terms_posted(**fields):
    posted = {"uses": ["web"], "credit": "first_name", "begins_on": "2026-01-10", "how": "witnessed"} | fields
    return {f"terms-{name}": value for name, value in posted.items()}


@pytest.mark.parametrize("name", ["contributor", "consent", "workshop", "organisation", "takeback"])
def test_every_list_opens(admin_client, name):
    make_quote()
    assert admin_client.get(reverse(f"wagtailsnippets_cms_{name}:list")).status_code == 200


@pytest.mark.parametrize("name", ["contributor", "consent"])
def test_more_rows_cost_no_more_queries(admin_client, name):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(reverse(f"wagtailsnippets_cms_{name}:list")).status_code == 200
        return len(queries)

    for _ in range(3):
        make_quote()
    cost()
    few = cost()
    for _ in range(6):
        make_quote()
    assert cost() == few


def test_a_consents_page_costs_the_same_for_many_items(admin_client):
    consent = make_consent()
    url = reverse("wagtailsnippets_cms_consent:inspect", args=[consent.pk])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(url).status_code == 200
        return len(queries)

    make_quote(consent=consent)
    make_quote(consent=consent)
    cost()
    few = cost()
    for _ in range(6):
        make_quote(consent=consent)
    assert cost() == few


def test_a_consent_begins_with_its_first_terms(admin_client, admin):
    contributor = make_contributor("Rosa Huamán")
    posted = terms_posted(contributor=contributor.pk, label="Taller de octubre", shown=["face"])
    posted["terms-evidence"] = SimpleUploadedFile("firma de Rosa.pdf", b"%PDF-1.4 firmado")
    answer = admin_client.post(reverse("wagtailsnippets_cms_consent:add"), posted)
    consent = Consent.objects.get()
    assert answer.url == reverse("wagtailsnippets_cms_consent:inspect", args=[consent.pk])
    terms = consent.current_terms
    assert (terms.allows_web, terms.allows_social, terms.shows_face, terms.recorded_by) == (True, False, True, admin)
    assert "Rosa" not in terms.evidence.filename
    page = admin_client.get(answer.url).content.decode()
    assert "Se nombra como: solo el nombre de pila." in page


def test_a_form_that_contradicts_itself_records_nothing(admin_client):
    consent = make_consent()
    url = reverse("wagtailsnippets_cms_consent:record_terms", args=[consent.pk])
    answer = admin_client.post(url, terms_posted(expires_on="2026-01-09"))
    assert "No puede vencer antes de haberse dado." in answer.content.decode()
    assert consent.terms.count() == 1


def test_narrower_terms_show_their_effect_before_they_are_recorded(admin_client):
    quote = make_quote()
    consent = quote.item.consent
    url = reverse("wagtailsnippets_cms_consent:record_terms", args=[consent.pk])
    posted = terms_posted(uses=["newsletter"], evidence=SimpleUploadedFile("firma.pdf", b"%PDF-1.4"))
    answer = admin_client.post(url, posted)
    page = answer.content.decode()
    assert "Desaparece 1 página pública." in page
    assert consent.terms.count() == 1
    kept = answer.context["form"]["kept_evidence"].value()
    answer = admin_client.post(
        url, terms_posted(uses=["newsletter"]) | {"terms-confirmed": "on", "terms-kept_evidence": kept}
    )
    take_back = TakeBack.objects.get()
    assert answer.url == reverse("withdrawals:receipt", args=[take_back.pk])
    assert consent.current_terms.evidence is not None
    assert "Tus palabras están ahora en menos lugares" in admin_client.get(answer.url).content.decode()


def test_an_edited_address_of_somebody_elses_evidence_is_not_taken(admin_client):
    consent = make_consent()
    url = reverse("wagtailsnippets_cms_consent:record_terms", args=[consent.pk])
    answer = admin_client.post(url, terms_posted(kept_evidence="1"))
    assert answer.status_code == 200
    assert consent.terms.count() == 1


@pytest.mark.parametrize("of", ["item", "consent", "contributor"])
def test_withdrawing_shows_the_effect_then_does_it_and_gives_a_receipt(admin_client, of):
    quote = make_quote("La tierra también habla.")
    item = quote.item
    key = {"item": item.translation_key, "consent": item.consent_id, "contributor": item.contributor_id}[of]
    url = reverse(f"withdrawals:{of}", args=[key])
    page = admin_client.get(url).content.decode()
    assert "Desaparece 1 página pública." in page
    assert "Esto es definitivo." in page
    assert not Item.objects.get(pk=item.pk).is_withdrawn
    answer = admin_client.post(url, {"reason": "Así lo pidió"}, follow=True)
    page = answer.content.decode()
    assert Item.objects.get(pk=item.pk).is_withdrawn
    assert "Tus palabras se retiraron" in page
    assert "La tierra también habla." in page
    again = admin_client.get(url).content.decode()
    assert reverse("withdrawals:receipt", args=[TakeBack.objects.get().pk]) in again


def test_a_receipt_brings_only_its_copies_up_to_date(admin_client):
    item = make_quote().item
    admin_client.post(reverse("withdrawals:item", args=[item.translation_key]))
    url = reverse("withdrawals:receipt", args=[TakeBack.objects.get().pk])
    part = admin_client.get(url, headers={"x-requested-with": "fetch"}).content.decode()
    assert 'data-receipt-pending-value="0"' in part
    assert "<html" not in part


def test_an_editor_neither_withdraws_nor_sees_receipts(client, roles):
    item = make_quote().item
    client.force_login(make_user(groups=(EDITOR,)))
    for url in (
        reverse("withdrawals:item", args=[item.translation_key]),
        reverse("withdrawals:consent", args=[item.consent_id]),
        reverse("withdrawals:contributor", args=[item.contributor_id]),
        reverse("wagtailsnippets_cms_takeback:list"),
    ):
        assert client.post(url).status_code in (302, 403, 405)
        assert client.get(url).status_code in (302, 403)
    assert not Item.objects.get(pk=item.pk).is_withdrawn


def test_the_button_is_on_every_content(client, roles):
    quote = make_quote()
    client.force_login(make_user(groups=(REVIEWER,)))
    url = reverse("withdrawals:item", args=[quote.translation_key])
    assert url in client.get(reverse("wagtailsnippets_cms_quote:list")).content.decode()
    assert url in client.get(reverse("wagtailsnippets_cms_quote:edit", args=[quote.pk])).content.decode()


def test_a_withdrawn_content_cannot_be_edited_and_says_why(admin_client):
    quote = make_quote()
    admin_client.post(reverse("withdrawals:item", args=[quote.translation_key]))
    page = admin_client.get(reverse("wagtailsnippets_cms_quote:edit", args=[quote.pk])).content.decode()
    assert "La persona retiró estas palabras. Ya no se pueden editar ni volver a publicar." in page


def test_nobody_deletes_a_consent(admin_client):
    consent = make_consent()
    admin_client.post(reverse("wagtailsnippets_cms_consent:delete", args=[consent.pk]))
    assert Consent.objects.filter(pk=consent.pk).exists()


@pytest.fixture
def evidence(roles):
    document = CustomDocument(title="Evidencia")
    document.file.keep("firma.pdf", ContentFile(b"%PDF-1.4 firmado"))
    document.save()
    consent = make_consent(evidence=document)
    return ConsentTerms.objects.get(consent=consent).evidence


def test_only_permitted_staff_open_the_evidence(client, evidence):
    assert client.get(evidence.url).status_code == 404
    client.force_login(make_user(groups=(EDITOR,)))
    assert client.get(evidence.url).status_code == 404
    client.force_login(make_user(groups=(REVIEWER,)))
    assert client.get(evidence.url).status_code == 200


@pytest.mark.parametrize("spelled", ["documents/{}", "images/../documents/{}", "./documents/{}", "//documents/{}"])
def test_no_address_of_the_uploads_leads_to_a_document(client, evidence, spelled):
    name = evidence.file.name.split("/")[-1]
    assert client.get("/uploads/" + spelled.format(name)).status_code in (302, 400, 404)
