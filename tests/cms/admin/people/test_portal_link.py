"""If these fail, staff cannot pass a person's link on, or somebody passes it on who may not."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from cms.admin.home.todo import waiting_for
from cms.models import Contributor
from cms.people.portal_link import holder_of, link_of, token_of
from cms.users.roles import EDITOR, REVIEWER
from cms.users.sync_groups import grant_roles
from cms.withdrawal.withdraw import withdraw_item, withdraw_own_item
from tests.axe import violations
from tests.factories import make_contributor, make_quote, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return make_contributor("Rosa Huamán", email="rosa@example.org")


@pytest.fixture
def editor(client):
    grant_roles()
    user = make_user(groups=(EDITOR,))
    client.force_login(user)
    return user


def page_of(contributor) -> str:
    return reverse("wagtailsnippets_cms_contributor:inspect", args=[contributor.pk])


def again(contributor) -> Contributor:
    return Contributor.objects.get(pk=contributor.pk)


def test_looking_at_a_person_makes_no_link(client, editor, rosa):
    assert "Hacer su enlace" in client.get(page_of(rosa)).content.decode()
    assert not again(rosa).page_nonce
    assert client.get(reverse("own_page_make", args=[rosa.pk])).status_code == 405


def test_an_editor_makes_the_link_and_passes_it_on_in_each_way(client, editor, rosa):
    client.post(reverse("own_page_make", args=[rosa.pk]))
    page = client.get(page_of(rosa)).content.decode()
    assert link_of(again(rosa)) in page
    assert "data:image/svg+xml" in page
    client.post(reverse("own_page_send", args=[rosa.pk]), {"page_language": "fr"})
    assert mail.outbox[0].to == ["rosa@example.org"]
    assert link_of(again(rosa), "fr") in mail.outbox[0].body
    assert mail.outbox[0].subject == "Votre page"
    french = client.get(page_of(rosa), {"page_language": "fr"}).content.decode()
    assert link_of(again(rosa), "fr") in french
    assert link_of(again(rosa), "es") in client.get(page_of(rosa), {"page_language": "xx"}).content.decode()


def test_another_link_ends_the_one_before(client, editor, rosa):
    client.post(reverse("own_page_make", args=[rosa.pk]))
    before = token_of(again(rosa))
    client.post(reverse("own_page_make", args=[rosa.pk]))
    assert holder_of(before) is None
    assert token_of(again(rosa)) != before


def test_who_may_not_change_people_neither_sees_nor_makes_a_link(client, editor, rosa):
    client.post(reverse("own_page_make", args=[rosa.pk]))
    token = token_of(again(rosa))
    nobody = make_user()
    client.force_login(nobody)
    for name in ("own_page_make", "own_page_send"):
        assert client.post(reverse(name, args=[rosa.pk])).status_code in (302, 403)
    assert token_of(again(rosa)) == token
    assert not mail.outbox
    assert token not in client.get(page_of(rosa)).content.decode()


def test_a_person_without_an_address_has_no_button_to_send(client, editor):
    contributor = make_contributor()
    client.post(reverse("own_page_make", args=[contributor.pk]))
    page = client.get(page_of(contributor)).content.decode()
    assert reverse("own_page_send", args=[contributor.pk]) not in page
    assert "No hay correo de esta persona" in page


def test_what_a_person_did_by_themself_waits_until_somebody_looks(client, rosa, admin):
    grant_roles()
    reviewer = make_user(groups=(REVIEWER,))

    def waiting():
        return [line for line in waiting_for(reviewer) if "su propia página" in line.label]

    withdraw_item(make_quote().item, admin)
    assert waiting() == []
    item = make_quote().item
    take_back = withdraw_own_item(item, item.contributor)
    (line,) = waiting()
    assert (line.count, line.url) == (1, reverse("withdrawals:receipt", args=[take_back.pk]))
    client.force_login(reviewer)
    assert "La propia persona, en su página" in client.get(line.url).content.decode()
    assert waiting() == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_everybody_on_the_team_can_use_the_panel(admin_page, rosa):
    admin_page.goto(page_of(rosa))
    admin_page.get_by_role("button", name="Hacer su enlace").click()
    assert link_of(again(rosa)) in admin_page.get_by_label("Texto para copiar en WhatsApp").input_value()
    assert admin_page.locator(".people-qr img").evaluate("image => image.naturalWidth") > 100
    assert [found for found in violations(admin_page) if "own-page" in found or "people-" in found] == []
