"""Who may do what: every permission of the table, and the edges between the roles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection

from cms.models import Item, Quote
from cms.users.roles import ADMINISTRATOR, EDITOR, EVIDENCE, REVIEWER, ROLES, permissions_of
from cms.users.sync_groups import grant_roles, missing
from tests.cms.admin.content.forms import quote_form, url
from tests.factories import make_quote, make_user

pytestmark = pytest.mark.django_db


def signed_in(client, *roles):
    user = make_user(groups=roles)
    client.force_login(user)
    return user


def test_every_permission_of_the_table_exists():
    assert missing(permissions_of(ADMINISTRATOR)) == []


def test_each_role_may_what_the_one_before_it_may():
    for lower, higher in pairwise(ROLES):
        assert set(permissions_of(lower)) < set(permissions_of(higher))


def test_migrating_again_restores_the_table_and_doubles_nothing():
    editor = Group.objects.get(name=EDITOR)
    before = set(editor.permissions.values_list("pk", flat=True))
    editor.permissions.clear()
    grant_roles()
    grant_roles()
    assert set(editor.permissions.values_list("pk", flat=True)) == before
    assert Collection.objects.filter(name=EVIDENCE).count() == 1
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/admin/", ROLES),
        ("/admin/snippets/cms/quote/", ROLES),
        ("/admin/snippets/cms/quote/add/", ROLES),
        ("/admin/snippets/cms/learning/add/", ROLES),
        ("/admin/snippets/cms/testimony/add/", ROLES),
        ("/admin/snippets/cms/topic/add/", ROLES),
        ("/admin/snippets/cms/contributor/", ROLES),
        ("/admin/users/", (ADMINISTRATOR,)),
        ("/admin/users/new/", (ADMINISTRATOR,)),
        ("/admin/settings/media/brand/", (ADMINISTRATOR,)),
        ("/admin/images/", ROLES),
        ("/admin/documents/", ROLES),
    ],
)
def test_who_sees_which_screen(client, path, allowed):
    for role in ROLES:
        signed_in(client, role)
        status = client.get(path, follow=False).status_code
        if path.startswith("/admin/settings") and status == 302 and role in allowed:
            status = client.get(client.get(path)["Location"]).status_code
        assert (status == 200) == (role in allowed), (role, status)
    client.logout()
    assert client.get(path).status_code == 302


def test_an_editor_writes_and_hands_in_but_does_not_publish(client):
    signed_in(client, EDITOR)
    quote = make_quote(live=False)
    client.post(url("edit", quote), quote_form(client, quote) | {"action-publish": "1"})
    quote.refresh_from_db()
    assert not quote.live
    client.post(url("edit", quote), quote_form(client, quote) | {"action-submit": "1"})
    assert Quote.objects.get().workflow_in_progress


def test_a_reviewer_publishes_what_was_handed_in(client):
    quote = make_quote(live=False)
    state = quote.get_workflow().start(quote, make_user(groups=(EDITOR,)))
    signed_in(client, REVIEWER)
    task = state.current_task_state
    client.post(f"/admin/snippets/cms/quote/workflow/action/{quote.pk}/approve/{task.pk}/")
    quote.refresh_from_db()
    assert quote.live


def test_what_lost_its_consent_after_it_was_handed_in_is_not_published_and_the_reviewer_is_told(client):
    quote = make_quote(live=False)
    state = quote.get_workflow().start(quote, make_user(groups=(EDITOR,)))
    Item.objects.update(consent=None)
    signed_in(client, REVIEWER)
    path = f"/admin/snippets/cms/quote/workflow/action/{quote.pk}/approve/{state.current_task_state.pk}/"
    response = client.post(path, follow=True)
    assert "consentimiento" in " ".join(str(message) for message in response.context["messages"])
    quote.refresh_from_db()
    assert not quote.live
    assert quote.workflow_in_progress


def test_an_editor_neither_approves_nor_unpublishes_nor_deletes(client):
    quote = make_quote(is_sensitive=True)
    signed_in(client, EDITOR)
    assert client.get(f"/admin/items/{quote.item.pk}/approve/").status_code in (302, 403)
    assert client.get(url("unpublish", quote)).status_code in (302, 403)
    assert client.get(url("delete", quote)).status_code in (302, 403)
    user = make_user(groups=(EDITOR,))
    assert not user.has_perm("cms.withdraw_item")
    assert not user.has_perm("cms.approve_item")
    assert make_user(groups=(REVIEWER,)).has_perm("cms.withdraw_item")


def test_the_evidence_of_consents_is_closed_to_readers(client):
    from django.core.files.base import ContentFile

    from media.models import CustomDocument

    evidence = Collection.objects.get(name=EVIDENCE)
    document = CustomDocument.objects.create(
        title="Formulario", file=ContentFile(b"firma", "firma.txt"), collection=evidence
    )
    assert client.get(document.url).status_code != 200
    client.force_login(make_user())
    assert client.get(document.url).status_code != 200


def test_an_administrator_makes_nobody_a_superuser_and_takes_over_no_superuser(client):
    chief, colleague = make_user("directora", is_superuser=True), make_user("colega", groups=(EDITOR,))
    signed_in(client, ADMINISTRATOR)

    def edited(user):
        form = {"username": user.username, "email": user.email, "first_name": "Ana", "last_name": "Paz"}
        new_password = {"password1": "otra-clave-muy-larga", "password2": "otra-clave-muy-larga"}
        return form | new_password | {"is_active": "on", "is_superuser": "on"}

    client.post(f"/admin/users/edit/{colleague.pk}/", edited(colleague))
    client.post(f"/admin/users/edit/{chief.pk}/", edited(chief) | {"email": "otra@example.org"})
    colleague.refresh_from_db()
    chief.refresh_from_db()
    assert colleague.first_name == "Ana"
    assert not colleague.is_superuser
    assert chief.email != "otra@example.org"
    assert chief.check_password("a-long-password")
