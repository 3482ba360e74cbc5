"""If these fail, a person cannot take back what is theirs, a machine does it for them, or somebody else can."""

from __future__ import annotations

import itertools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override, pgettext

from cms.channels import networks
from cms.consent.gate import Use, clearance
from cms.models import Consent, ConsentTerms, Credit, Item, Receipt, TakeBack
from cms.people.portal_link import new_link, token_of
from cms.withdrawal.withdraw import settle_receipt, withdraw_item
from media.models import Brand
from tests.factories import add_terms, make_consent, make_contributor, make_quote, make_testimony, make_user

pytestmark = pytest.mark.django_db
WHOLE = {
    "uses": ["web", "newsletter", "social"],
    "networks": [name for name, _label in networks()],
    "credit": "full_name",
    "parts": ["face", "place", "organisation"],
}
LANGUAGES = ("es", "en", "fr", "nl")


@pytest.fixture(autouse=True)
def as_after_a_first_visit(db, settings, tmp_path):
    settings.VAR = tmp_path  # the count of requests begins anew
    Brand.load()  # made when it is first asked for


@pytest.fixture
def rosa(admin):
    contributor = make_contributor("Rosa Huamán Quispe", first_name="Rosita")
    new_link(contributor, admin)
    return contributor


@pytest.fixture
def quote(rosa):
    return make_quote("Sembramos de noche para que nadie lo supiera.", consent=make_consent(rosa))


@pytest.fixture
def phone():
    """A browser that holds no account, with CSRF checked as in production."""
    return Client(enforce_csrf_checks=True)


def url(name: str, contributor, *args, language: str = "es") -> str:
    return reverse(name, args=[language, token_of(contributor), *args])


def pages_of(contributor, item, language: str = "es") -> list[str]:
    """Every address of somebody's page."""
    here = [
        url("own_page", contributor, language=language),
        url("own_withdraw_item", contributor, item.pk, language=language),
        url("own_withdraw_all", contributor, language=language),
        url("own_allow_less", contributor, item.consent_id, language=language),
    ]
    receipts = TakeBack.objects.filter(contributor=contributor)
    return [*here, *(url("own_receipt", contributor, row.pk, language=language) for row in receipts)]


def post(phone: Client, address: str, **fields):
    """Send the form at `address`, as a browser does."""
    token = phone.get(address).cookies["csrftoken"].value
    return phone.post(address, {"csrfmiddlewaretoken": token} | fields)


def rows() -> dict[str, list]:
    """Everything there is in the database."""
    found = {}
    with connection.cursor() as cursor:
        # That somebody looked is counted, so that nobody looks without end.
        for table in set(connection.introspection.table_names(cursor)) - {"cms_tally"}:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.mark.parametrize("language", [*LANGUAGES, "qu"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing_whatever_is_asked(phone, rosa, quote, noticeboard, language, method):
    noticeboard.put_up(quote.item, "board:1", is_pending=True)
    taken = make_quote(consent=make_consent(rosa, is_minor=True))
    withdraw_item(taken.item, make_user(is_superuser=True))
    before = rows()
    for address in pages_of(rosa, quote.item, language):
        for query in ({}, {"confirmed": "1", "uses": "web", "end_day": "2030-01-01"}):
            assert getattr(phone, method)(address, query).status_code == 200
    assert rows() == before
    assert noticeboard.copies_of(quote.item)


def test_the_page_shows_where_each_of_their_words_is(phone, rosa, quote, noticeboard):
    noticeboard.put_up(quote.item, "board:1", url="https://social.example/1")
    make_quote("Palabras de otra persona.")
    page = phone.get(url("own_page", rosa)).content.decode()
    assert "Hola, Rosita" in page
    assert "Sembramos de noche para que nadie lo supiera." in page
    assert "https://social.example/1" in page
    assert f"/es/citas/{quote.item.slug}/" in page
    assert "Palabras de otra persona" not in page
    assert "Quispe" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_each_language(phone, rosa, quote, language):
    said = {}
    for code in LANGUAGES:
        with override(code):
            said[code] = pgettext("own page", "Take these words back")
    assert len(set(said.values())) == len(LANGUAGES)
    answer = phone.get(url("own_page", rosa, language=language))
    page = answer.content.decode()
    assert f'<html lang="{language}">' in page
    for code, words in said.items():
        assert (words in page) == (code == language)


def test_nothing_of_it_stays_or_leads_elsewhere(phone, rosa, quote):
    for address in [*pages_of(rosa, quote.item), reverse("own_page", args=["es", "nadie"])]:
        answer = phone.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] in ("no-referrer", "same-origin")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        page = answer.content.decode()
        assert "<title>Mi página</title>" in page
        assert "<script" not in page
        assert "<form" not in page or answer["Referrer-Policy"] == "same-origin"
        # Only our own stylesheets are fetched.
        assert page.count("<link") == 3
        assert page.count('rel="stylesheet" href="/') == 2


def test_a_minors_page_speaks_to_who_looks_after_them_and_names_nobody(phone, rosa, quote):
    assert "quien te cuida" not in phone.get(url("own_page", rosa)).content.decode()
    add_terms(quote.item.consent, is_minor=True, guardian="Felícitas Quispe")
    page = phone.get(url("own_page", rosa)).content.decode()
    assert "quien te cuida" in page
    assert "Felícitas" not in page


def test_taking_words_back_takes_them_from_every_channel(phone, rosa, quote, noticeboard):
    noticeboard.put_up(quote.item, "board:1")
    noticeboard.put_up(quote.item, "board:2", is_pending=True)
    address = url("own_withdraw_item", rosa, quote.item.pk)
    asked = phone.get(address).content.decode()
    assert "¿Retirar estas palabras?" in asked
    assert "Aviso board:1" in asked
    answer = post(phone, address)
    take_back = TakeBack.objects.get()
    assert answer["Location"] == url("own_receipt", rosa, take_back.pk)
    assert (take_back.by_the_person, take_back.by, take_back.contributor) == (True, None, rosa)
    assert not noticeboard.copies_of(quote.item)
    assert not clearance(Item.objects.get(pk=quote.item.pk), Use.WEB, timezone.now()).is_cleared
    assert set(Receipt.objects.values_list("channel", flat=True)) == {"noticeboard", "web"}


def test_their_receipt_follows_each_copy_until_all_are_gone(phone, rosa, quote, noticeboard):
    noticeboard.put_up(quote.item, "board:2", is_pending=True)
    answer = post(phone, url("own_withdraw_item", rosa, quote.item.pk))
    assert "En camino" in phone.get(answer["Location"]).content.decode()
    settle_receipt("noticeboard", "board:2", Receipt.State.FAILED, "Un detalle del equipo")
    page = phone.get(answer["Location"]).content.decode()
    assert "una persona de nuestro equipo" in page
    assert "Un detalle del equipo" not in page
    settle_receipt("noticeboard", "board:2", Receipt.State.TAKEN_BACK)
    page = phone.get(answer["Location"]).content.decode()
    assert "En camino" not in page
    assert "Ver si ya está" not in page


def test_sending_twice_does_it_once(phone, rosa, quote):
    address = url("own_withdraw_item", rosa, quote.item.pk)
    first = post(phone, address)
    token = phone.cookies["csrftoken"].value
    assert phone.post(address, {"csrfmiddlewaretoken": token})["Location"] == first["Location"]
    assert phone.get(address)["Location"] == first["Location"]
    assert TakeBack.objects.count() == 1


def test_taking_everything_back_leaves_the_page_with_its_receipts(phone, rosa, quote):
    other = make_testimony(consent=make_consent(rosa))
    answer = post(phone, url("own_withdraw_all", rosa))
    assert all(consent.current_terms.is_withdrawal for consent in Consent.objects.filter(contributor=rosa))
    assert set(ConsentTerms.objects.filter(is_withdrawal=True).values_list("how", flat=True)) == {"own_page"}
    assert Item.objects.filter(pk__in=[quote.item.pk, other.item.pk], withdrawn_at=None).count() == 0
    page = phone.get(url("own_page", rosa)).content.decode()
    assert answer["Location"] in page
    assert "retirar-todo" not in page
    assert phone.get(answer["Location"]).status_code == 200


def test_allowing_less_shows_what_follows_and_then_does_it(phone, rosa, quote, noticeboard):
    noticeboard.put_up(quote.item, "board:1")
    address = url("own_allow_less", rosa, quote.item.consent_id)
    choice = {"uses": ["web", "newsletter"], "credit": "first_name", "parts": ["place"], "end": "", "end_day": ""}
    asked = post(phone, address, **choice).content.decode()
    assert "¿Permitir solo esto?" in asked
    assert "Aviso board:1" in asked
    assert ConsentTerms.objects.count() == 1
    assert noticeboard.copies_of(quote.item)
    answer = post(phone, address, confirmed="1", **choice)
    terms = quote.item.consent.current_terms
    assert (terms.allows_web, terms.allows_social, terms.credit) == (True, False, Credit.FIRST_NAME)
    assert (terms.shows_place, terms.shows_face, terms.how, terms.recorded_by) == (True, False, "own_page", None)
    assert not noticeboard.copies_of(quote.item)
    take_back = terms.take_backs.get()
    assert (take_back.by_the_person, take_back.is_narrowing) == (True, True)
    assert answer["Location"] == url("own_receipt", rosa, take_back.pk)
    again = post(phone, address, confirmed="1", **choice)
    assert again["Location"] == answer["Location"]
    assert ConsentTerms.objects.count() == 2


def test_a_page_that_shows_more_than_is_now_allowed_is_seen_by_nobody(phone, rosa):
    quote = make_quote("Yo, Rosa Huamán Quispe, lo vi.", consent=make_consent(rosa))
    address = url("own_allow_less", rosa, quote.item.consent_id)
    choice = WHOLE | {"credit": "anonymous"}
    assert "nadie la ve hasta que la corrijamos" in post(phone, address, **choice).content.decode()
    post(phone, address, confirmed="1", **choice)
    assert not clearance(Item.objects.get(pk=quote.item.pk), Use.WEB, timezone.now()).is_cleared
    assert "no están publicadas en ninguna parte" in phone.get(url("own_page", rosa)).content.decode()


def test_allowing_less_gives_a_receipt_also_where_nothing_was_out(phone, rosa):
    consent = make_consent(rosa)
    answer = post(phone, url("own_allow_less", rosa, consent.pk), confirmed="1", **(WHOLE | {"credit": "anonymous"}))
    assert "Respetamos lo que decidiste" in phone.get(answer["Location"]).content.decode()
    assert consent.current_terms.credit == Credit.ANONYMOUS


def test_a_form_with_nothing_changed_says_so_and_records_nothing(phone, rosa, quote):
    answer = post(phone, url("own_allow_less", rosa, quote.item.consent_id), **WHOLE)
    assert answer.status_code == 400
    assert "No has cambiado nada" in answer.content.decode()
    assert ConsentTerms.objects.count() == 1


def test_a_day_that_cannot_be_is_said_and_the_choice_is_kept(phone, rosa, quote):
    posted = WHOLE | {"uses": ["web"], "end_day": "ayer", "confirmed": "1"}
    page = post(phone, url("own_allow_less", rosa, quote.item.consent_id), **posted).content.decode()
    assert 'role="alert"' in page
    assert 'value="web" checked' in page
    assert 'value="newsletter" checked' not in page
    assert ConsentTerms.objects.count() == 1


def test_nobody_reaches_what_is_anothers(phone, rosa, quote, noticeboard):
    theirs = make_quote("Palabras de otra persona.").item
    withdrawn = make_quote("Otras palabras de otra persona.").item
    receipt = withdraw_item(withdrawn, make_user(is_superuser=True))
    csrf = phone.get(url("own_withdraw_all", rosa)).cookies["csrftoken"].value
    before = rows()
    for name, key in (
        ("own_withdraw_item", theirs.pk),
        ("own_withdraw_item", withdrawn.pk),
        ("own_allow_less", theirs.consent_id),
        ("own_receipt", receipt.pk),
        ("own_receipt", 10**9),
    ):
        address = url(name, rosa, key)
        posted = {"csrfmiddlewaretoken": csrf, "confirmed": "1"}
        for answer in (phone.get(address), phone.post(address, posted)):
            assert answer.status_code in (404, 405)
            assert "otra persona." not in answer.content.decode()
    assert rows() == before


def test_words_moved_to_another_persons_consent_are_that_persons_alone(phone, rosa, quote, admin):
    receipt = withdraw_item(quote.item, admin)
    other = make_contributor()
    new_link(other, admin)
    TakeBack.objects.filter(pk=receipt.pk).update(consent=make_consent(other))
    assert phone.get(url("own_receipt", rosa, receipt.pk)).status_code == 200
    assert phone.get(url("own_receipt", other, receipt.pk)).status_code == 404


@pytest.mark.parametrize("kind", ["forged", "revoked", "foreign", "none"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_opens_nothing_helps_and_tells_nothing(client, rosa, quote, admin, settings, kind, method):
    addresses = pages_of(rosa, quote.item)
    token = token_of(rosa)
    if kind == "forged":
        addresses = [address.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B")) for address in addresses]
    elif kind == "revoked":
        new_link(rosa, admin)
    elif kind == "foreign":
        settings.READERS_SECRET = "of another installation"
    else:
        addresses = [address.replace(token, "mi-enlace") for address in addresses]
    before = rows()
    for address in addresses:
        answer = getattr(client, method)(address, {"confirmed": "1"})
        page = answer.content.decode()
        if method == "post" and "retirar" not in address and "permitir" not in address:
            assert answer.status_code == 405
            continue
        assert answer.status_code == 404
        assert "Este enlace no abre nada" in page
        for secret in ("Rosita", "Huamán", "Sembramos", "taller"):
            assert secret not in page
    assert rows() == before


def test_a_form_from_elsewhere_does_nothing(rosa, quote):
    elsewhere = Client(enforce_csrf_checks=True)
    for address in pages_of(rosa, quote.item)[1:]:
        assert elsewhere.post(address, {"confirmed": "1"}).status_code == 403
    assert not TakeBack.objects.exists()
    assert ConsentTerms.objects.count() == 1


def test_asking_without_end_is_cut_short(phone, rosa, monkeypatch):
    address = url("own_page", rosa)
    monkeypatch.setattr("cms.public.portal.access.REQUESTS", 3)
    answers = [phone.get(address).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert phone.get(address, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_every_consent_that_can_be_narrowed_offers_it(phone, rosa):
    stands = {"whole": make_consent(rosa), "ended": make_consent(rosa, expires_on="2024-01-01"),
              "nowhere": make_consent(rosa, allows_web=False, allows_newsletter=False, allows_social=False),
              "withdrawn": make_consent(rosa)}  # fmt: skip
    add_terms(stands["withdrawn"], is_withdrawal=True)
    page = phone.get(url("own_page", rosa)).content.decode()
    offered = {name for name, consent in stands.items() if url("own_allow_less", rosa, consent.pk) in page}
    assert offered == {"whole"}
    for name, consent in itertools.islice(stands.items(), 1, None):
        answer = phone.get(url("own_allow_less", rosa, consent.pk))
        assert (answer.status_code, name == "nowhere") in {(302, False), (200, True)}


def test_more_words_cost_each_a_few_queries_and_no_more(phone, rosa):
    def cost(count):
        for _ in range(count):
            make_quote(consent=make_consent(rosa))
        with CaptureQueriesContext(connection) as queries:
            phone.get(url("own_page", rosa))
        return len(queries)

    cost(1)
    one, more = cost(1), cost(4)
    assert more - one <= 4 * 16
