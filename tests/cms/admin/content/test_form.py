"""Whose words these are, chosen in the content form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.consent.gate import Use, clearance
from cms.content.attribution import Attribution, StaysAsShownError, attribute
from cms.models import Item, Quote, Voice
from cms.withdrawal.withdraw import withdraw_contributor, withdraw_item
from tests.cms.admin.content.forms import quote_form, seen, url
from tests.factories import make_consent, make_contributor, make_learning, make_quote, make_user, make_workshop

pytestmark = pytest.mark.django_db


def test_a_draft_may_wait_for_its_consent(admin_client):
    response = admin_client.post(url("add", model=Quote), quote_form(admin_client))
    quote = Quote.objects.get()
    assert response.status_code == 302
    assert not quote.live
    assert quote.item.voice == Voice.PERSON


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_without_consent_nothing_is_published_or_submitted_and_what_was_typed_stays(admin_client, action):
    data = quote_form(admin_client, text="Mi voz también cuenta.") | {action: "1"}
    response = admin_client.post(url("add", model=Quote), data)
    form = response.context["form"]
    assert "consentimiento" in str(form.errors["consent"])
    assert form.errors["contributor"]
    assert "Mi voz también cuenta." in response.content.decode()
    assert not Quote.objects.exists()


def test_with_consent_it_is_published_and_the_item_knows_whose_it_is(admin_client):
    consent, workshop = make_consent(), make_workshop()
    data = quote_form(admin_client, consent=consent.pk, workshop=workshop.pk) | {"action-publish": "1"}
    response = admin_client.post(url("add", model=Quote), data)
    assert response.status_code == 302, response.context["form"].errors
    item = Item.objects.get()
    assert (item.consent, item.contributor, item.workshop) == (consent, consent.contributor, workshop)
    assert Quote.objects.get().live


def test_a_learning_begins_as_nobodys(admin_client):
    response = admin_client.get("/admin/snippets/cms/learning/add/")
    assert response.context["form"].initial["voice"] == Voice.NOBODY


@pytest.mark.parametrize(
    ("kind", "said"),
    [("learning", "un hallazgo del grupo"), ("commitment", "De una organización"), ("webinar", "no lleva palabras")],
)
def test_whose_it_is_when_it_is_nobodys_is_said_in_words_of_its_kind(admin_client, kind, said):
    form = admin_client.get(f"/admin/snippets/cms/{kind}/add/").context["form"]
    assert said in dict(form.fields["voice"].choices)[Voice.NOBODY]


def test_a_consent_of_another_person_is_refused(admin_client):
    quote = make_quote()
    data = quote_form(admin_client, quote, contributor=make_contributor().pk)
    response = admin_client.post(url("edit", quote), data)
    assert "otra persona" in str(response.context["form"].errors["consent"])
    assert Item.objects.get().contributor == quote.item.contributor


def test_a_change_acts_at_once_and_is_in_the_audit_log(admin_client, admin):
    quote, consent = make_quote(), make_consent()
    data = quote_form(admin_client, quote, contributor=consent.contributor.pk, consent=consent.pk)
    admin_client.post(url("edit", quote), data)
    item = Item.objects.get()
    assert item.consent == consent
    entry = ModelLogEntry.objects.get(action="cosecha.attribute")
    assert entry.user == admin
    assert entry.data["after"]["consent"] == consent.pk


def test_saving_text_alone_writes_nothing_to_the_item(admin_client):
    quote = make_quote()
    admin_client.post(url("edit", quote), quote_form(admin_client, quote, text="Otra frase."))
    assert not ModelLogEntry.objects.filter(action="cosecha.attribute").exists()


def test_a_change_by_somebody_else_meanwhile_is_not_undone(admin_client):
    quote = make_quote()
    data = quote_form(admin_client, quote, text="Otra frase.")
    workshop = make_workshop()
    Item.objects.update(workshop=workshop)
    admin_client.post(url("edit", quote), data)
    assert Item.objects.get().workshop == workshop


def test_two_people_changing_the_same_thing_is_said_and_the_second_save_wins_knowingly(admin_client):
    quote = make_quote()
    mine, theirs = make_workshop("Mi taller"), make_workshop("El otro taller")
    data = quote_form(admin_client, quote, workshop=mine.pk)
    Item.objects.update(workshop=theirs)
    response = admin_client.post(url("edit", quote), data)
    form = response.context["form"]
    assert "El otro taller" in str(form.non_field_errors())
    assert Item.objects.get().workshop == theirs
    admin_client.post(url("edit", quote), data | {"item_as_seen": form["item_as_seen"].value()})
    assert Item.objects.get().workshop == mine


def test_autosave_never_changes_a_live_items_consent(admin_client):
    quote, consent = make_quote(), make_consent()
    data = quote_form(admin_client, quote, contributor=consent.contributor.pk, consent=consent.pk)
    response = admin_client.post(url("edit", quote), data, headers={"accept": "application/json"})
    assert response.json()["success"] is False
    assert "Guardar" in response.json()["error_message"]
    assert Item.objects.get().consent != consent


def test_autosave_of_a_draft_keeps_whose_it_is_and_tells_the_page(admin_client):
    quote, consent = make_quote(live=False), make_consent()
    data = quote_form(admin_client, quote, contributor=consent.contributor.pk, consent=consent.pk)
    answer = admin_client.post(url("edit", quote), data, headers={"accept": "application/json"}).json()
    assert answer["success"] is True, answer
    assert json.loads(answer["field_updates"]["item_as_seen"])["consent"] == consent.pk
    assert Item.objects.get().consent == consent


def test_autosave_creates_a_draft_whose_next_save_knows_what_was_seen(admin_client):
    response = admin_client.post(
        url("add", model=Quote), quote_form(admin_client), headers={"accept": "application/json"}
    )
    assert response.json()["success"] is True, response.json()
    assert "item_as_seen" in response.json()["field_updates"]


def test_a_preview_never_writes_whose_words_these_are(admin_client):
    quote, consent = make_quote(), make_consent()
    data = quote_form(admin_client, quote, contributor=consent.contributor.pk, consent=consent.pk)
    assert admin_client.post(url("preview_on_edit", quote), data).json()["is_valid"]
    assert admin_client.get(url("preview_on_edit", quote) + "?mode=page").status_code == 200
    assert Item.objects.get().consent != consent


def test_only_who_may_approve_says_that_it_is_no_longer_sensitive(client):
    quote = make_quote(is_sensitive=True)
    client.force_login(make_user(groups=("Editor",)))
    data = quote_form(client, quote)
    del data["is_sensitive"]
    response = client.post(url("edit", quote), data)
    assert response.context["form"].errors["is_sensitive"]
    assert Item.objects.get().is_sensitive


def test_nobody_spares_their_own_words_the_second_person(admin_client, admin):
    quote = make_quote(is_sensitive=True)
    Item.objects.update(written_by=admin)
    data = quote_form(admin_client, quote)
    del data["is_sensitive"]
    assert admin_client.post(url("edit", quote), data).context["form"].errors["is_sensitive"]
    assert Item.objects.get().is_sensitive


def test_withdrawn_words_are_not_published_again_and_the_page_says_so(admin_client, admin):
    quote = make_quote()
    withdraw_item(quote.item, admin)
    data = quote_form(admin_client, quote) | {"action-publish": "1"}
    response = admin_client.post(url("edit", quote), data)
    assert "retir" in str(response.context["form"].non_field_errors())
    assert Quote.objects.get().revisions.count() == 1
    assert "Retirado" in admin_client.get(url("edit", quote)).content.decode()


def test_withdrawn_words_are_not_published_by_any_other_way(admin):
    from cms.core.errors import WithdrawnError

    quote = make_quote(live=False)
    revision = quote.save_revision()
    withdraw_item(quote.item, admin)
    with pytest.raises(WithdrawnError):
        revision.publish()
    assert not Quote.objects.get().live


def test_restoring_an_old_version_brings_no_old_consent_back(admin_client):
    quote, consent = make_quote(), make_consent()
    old = quote.latest_revision
    Item.objects.update(consent=consent, contributor=consent.contributor)
    url_of_old = url("edit", quote).replace("/edit/", "/history/") + f"{old.pk}/revert/"
    data = quote_form(admin_client, Quote.objects.get()) | {"action-publish": "1"}
    admin_client.post(url_of_old, data)
    assert Item.objects.get().consent == consent


def test_a_second_saver_is_told_about_the_first(admin_client):
    quote = make_quote()
    page = admin_client.get(url("edit", quote))
    loaded = {
        "loaded_revision_id": quote.latest_revision_id,
        "loaded_revision_created_at": page.context["loaded_revision_created_at"],
    }
    data = quote_form(admin_client, quote, text="La mía.")
    theirs = Quote.objects.get()
    theirs.text = "La suya."
    theirs.save_revision(user=make_user("rosa"))
    response = admin_client.post(url("edit", quote), data | loaded, follow=True)
    assert "rosa" in " ".join(str(message) for message in response.context["messages"])
    assert Quote.objects.get().revisions.count() == 3


def test_nobodys_words_need_no_consent(admin_client):
    learning = make_learning(live=False)
    data = {
        "title": "Escuchar primero", "summary": "Ahorra meses.", "body": "null", "type": "learning", "activity": "",
        "voice": "nobody", "item_as_seen": seen(admin_client, learning), "action-publish": "1",
    }  # fmt: skip
    response = admin_client.post(url("edit", learning), data)
    assert response.status_code == 302, response.context["form"].errors
    learning.refresh_from_db()
    assert learning.live


def test_an_editor_does_not_let_published_words_go_without_consent_by_calling_them_nobodys(client):
    client.force_login(make_user(groups=("Editor",)))
    quote = make_quote(consent=make_consent(allows_web=False))
    response = client.post(url("edit", quote), quote_form(client, quote, voice="nobody", contributor="", consent=""))
    assert response.context["form"].errors["voice"]
    assert not clearance(Item.objects.get(), Use.WEB, timezone.now()).is_cleared


def test_an_editor_changes_nothing_that_readers_see_beside_published_words():
    editor, reviewer = make_user(groups=("Editor",)), make_user(groups=("Revisor",))
    item, other = make_quote(consent=make_consent()).item, make_consent()
    seen = Attribution.of(item)
    for change in (
        {"consent": other.pk, "contributor": other.contributor_id},
        {"workshop": make_workshop().pk},
        {"content_warning": "Habla de violencia"},
    ):
        with pytest.raises(StaysAsShownError):
            attribute(item, replace(seen, **change), seen, editor)
    assert Attribution.of(Item.objects.get(pk=item.pk)) == seen
    attribute(item, replace(seen, content_warning="Habla de violencia"), seen, reviewer)
    # Out of readers' sight until a second person looked: that may everybody.
    now = Attribution.of(Item.objects.get(pk=item.pk))
    attribute(item, replace(now, is_sensitive=True), now, editor)


def test_calling_words_nobodys_keeps_whose_they_were_taken_for(admin_client, admin):
    quote = make_quote()
    contributor = quote.item.contributor
    admin_client.post(url("edit", quote), quote_form(admin_client, quote, voice="nobody", contributor="", consent=""))
    item = Item.objects.get()
    assert (item.voice, item.contributor) == (Voice.NOBODY, contributor)
    withdraw_contributor(contributor, admin)
    assert Item.objects.get().is_withdrawn


def test_what_readers_saw_as_somebodys_is_not_left_without_a_name(admin_client):
    quote = make_quote()
    response = admin_client.post(url("edit", quote), quote_form(admin_client, quote, contributor="", consent=""))
    assert "No puede quedar vacío" in str(response.context["form"].errors["contributor"])
    assert Item.objects.get().contributor == quote.item.contributor


def test_whose_words_a_draft_holds_may_be_taken_back(admin_client):
    quote = make_quote(live=False)
    admin_client.post(url("edit", quote), quote_form(admin_client, quote, contributor="", consent=""))
    assert Item.objects.get().contributor is None


def test_a_draft_says_what_it_still_lacks_and_where_to_record_it(admin_client):
    quote = make_quote(live=False)
    Item.objects.update(consent=None, contributor=None)
    page = admin_client.get(url("edit", quote)).content.decode()
    assert "Elige el consentimiento" in page
    assert f'href="{reverse("wagtailsnippets_cms_consent:add")}" target="_blank"' in page


def test_the_form_says_when_the_newest_words_are_not_what_readers_see(admin_client, admin):
    quote = make_quote("El agua no espera.")
    quote.save_revision(user=admin).publish(user=admin)
    hint = "Los últimos cambios no se ven hasta que se publiquen."
    assert hint not in admin_client.get(url("edit", quote)).content.decode()
    quote.text = "El agua no espera a nadie."
    quote.save_revision(user=admin)
    assert hint in admin_client.get(url("edit", quote)).content.decode()


def test_a_warning_that_is_too_long_is_refused_in_its_field(admin_client):
    answer = admin_client.post(url("add", model=Quote), quote_form(admin_client, content_warning="x" * 161))
    assert answer.context["form"].errors.keys() == {"content_warning"}
