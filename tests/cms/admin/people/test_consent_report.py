"""The report on consents: names what ends, what was never used and what is where, to those who may see it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.users.roles import EDITOR, REVIEWER
from tests.factories import make_consent, make_contributor, make_organisation, make_quote, make_user

pytestmark = pytest.mark.django_db
PARTS = ("ends", "unused", "unused-items", "where")


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ITEM_URL_PATTERN = "https://site.example.org/{kind}/{slug}"


def address(part, query=""):
    return reverse("consent_report", args=[part]) + query


def lines(client, part, query=""):
    return [[cell.text for cell in line] for line in client.get(address(part, query)).context["lines"]]


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def test_it_names_what_ends_within_ninety_days_and_what_ended_lately(admin_client):
    for days in (-91, -90, -1, 0, 30, 31, 90, 91):
        make_consent(make_contributor(f"Persona {days}"), expires_on=in_days(days))
    make_consent(make_contributor("Sin fin"))
    shown = [(line[0], line[3]) for line in lines(admin_client, "ends")]
    assert shown == [
        ("Persona -90", "Terminó"),
        ("Persona -1", "Terminó"),
        ("Persona 0", "Termina pronto"),
        ("Persona 30", "Termina pronto"),
        ("Persona 31", "Termina"),
        ("Persona 90", "Termina"),
    ]


def test_a_renewed_consent_does_not_end(admin_client):
    consent = make_consent(expires_on=in_days(3))
    consent.terms.create(allows_web=True, begins_on=in_days(0), expires_on=in_days(900))
    assert not lines(admin_client, "ends")


def test_it_names_what_people_allowed_and_nothing_was_made_of(admin_client):
    live, draft, nothing = make_consent(), make_consent(), make_consent(allows_social=False, allows_newsletter=False)
    make_quote("Ya salió.", consent=live)
    make_quote("Todavía no.", consent=draft, live=False)
    by_person = {line[0]: line[2] for line in lines(admin_client, "unused")}
    assert by_person == {
        str(live.contributor): "Correo mensual, Redes sociales",
        str(draft.contributor): "Sitio web, Correo mensual, Redes sociales",
        str(nothing.contributor): "Sitio web",
    }
    assert len(lines(admin_client, "unused", "?use=web")) == 2
    assert {line[1]: line[3] for line in lines(admin_client, "unused-items")} == {
        "Ya salió.": "Correo mensual, Redes sociales",
        "Todavía no.": "Sitio web, Correo mensual, Redes sociales",
    }


def test_an_ended_consent_is_no_longer_waiting_to_be_used(admin_client):
    make_consent(expires_on=in_days(-1))
    assert not lines(admin_client, "unused")


def test_it_says_whose_words_are_where_with_the_link_and_the_day(admin_client):
    quote = make_quote("Estoy en la web.")
    make_quote("Yo en ninguna parte.", live=False)
    answer = admin_client.get(address("where"))
    page, feed = answer.context["lines"]
    assert [cell.text for cell in page[:4]] == [
        str(quote.item.contributor), "Estoy en la web.", "Sitio web", "Página en español",
    ]  # fmt: skip
    assert page[3].url.startswith("https://site.example.org/")
    assert page[4].text
    assert feed[3].text == "Otros sitios web que toman lo que publicamos"
    assert not lines(admin_client, "where", "?use=social")


def test_it_finds_a_person_and_an_organisation(admin_client):
    ana = make_contributor("Ana Quispe", organisation=make_organisation("Killari"))
    for person in (ana, make_contributor("Luz Mamani")):
        make_consent(person, expires_on=in_days(3))
    assert [line[0] for line in lines(admin_client, "ends", "?q=quispe")] == ["Ana Quispe"]
    assert [line[0] for line in lines(admin_client, "ends", f"?organisation={ana.organisation_id}")] == ["Ana Quispe"]
    assert "Nada corresponde" in admin_client.get(address("ends", "?q=nadie")).content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_an_empty_part_says_so(admin_client, part):
    answer = admin_client.get(address(part))
    assert not answer.context["lines"]
    assert "people-calm" in answer.content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_more_rows_cost_no_more_queries(admin_client, part):
    def fill(count):
        for number in range(count):
            consent = make_consent(make_contributor(organisation=make_organisation()), expires_on=in_days(20))
            make_quote(consent=consent, live=part == "where" or bool(number % 2))

    def cost():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(address(part))
        return len(captured)

    fill(4)
    cost()
    few = cost()
    fill(20)
    assert cost() == few


def test_a_file_leaves_only_with_who_may_withdraw_and_no_name_runs_as_a_formula(client):
    make_consent(make_contributor("=2+3"), expires_on=in_days(3))
    client.force_login(make_user(groups=(EDITOR,)))
    assert client.get(address("ends")).context["export_url"] == ""
    assert client.get(address("ends", "?export=csv")).status_code in (302, 403)
    client.force_login(make_user(groups=(REVIEWER,)))
    assert client.get(address("ends")).context["export_url"]
    file = client.get(address("ends", "?export=csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[1][0] == "'=2+3"


def test_names_are_for_those_who_may_see_them(client):
    make_consent(make_contributor("Ana Quispe"), expires_on=in_days(3))
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_consent", "withdraw_item"]))
    client.force_login(user)
    assert "Quispe" not in client.get(address("ends")).content.decode()
    assert not lines(client, "ends", "?q=quispe")
    assert client.get(address("ends", "?export=csv")).status_code in (302, 403)
    client.force_login(make_user())
    assert client.get(address("ends")).status_code in (302, 403)
