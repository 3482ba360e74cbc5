"""Who hands in, reviews or must be a second person is told, in words that read well, and nobody of their own act."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.admin.home.decisions import decisions_for
from cms.consent.approvals import approve_item
from cms.models import Item
from cms.notifications import tell_second_persons
from cms.users.roles import EDITOR, REVIEWER
from cms.users.sync_groups import grant_roles
from tests.factories import make_consent, make_quote, make_user, save_live

pytestmark = pytest.mark.django_db
WORDS = "Palabras que no viajan en ningún aviso."


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.WAGTAILADMIN_BASE_URL = "https://cosecha.example.org"


@pytest.fixture
def people():
    grant_roles()
    author = make_user("ana", groups=(EDITOR,))
    author.first_name = "Ana"
    author.save()
    return author, make_user("luz", groups=(REVIEWER,)), make_user("jefa", is_superuser=True)


def hand_in(author):
    quote = make_quote(WORDS, live=False)
    quote.save_revision(user=author)
    state = quote.get_workflow().start(quote, author)
    return quote, state.current_task_state.specific


def told():
    return {message.to[0] for message in mail.outbox}


def test_reviewers_are_told_once_each_with_the_link_and_without_the_words(people):
    quote, _task = hand_in(people[0])
    assert sorted(message.to[0] for message in mail.outbox) == ["jefa@example.org", "luz@example.org"]
    message = mail.outbox[0]
    assert message.subject == "Por revisar: cita"
    assert "Ana pide una revisión: cita." in message.body
    edit = reverse("wagtailsnippets_cms_quote:edit", args=[quote.pk])
    assert f"https://cosecha.example.org{edit}\n" in message.body
    assert "/admin/account/#tab-notifications" in message.body
    assert all(WORDS[:12] not in message.subject + message.body for message in mail.outbox)
    assert "\n\n\n" not in message.body


def test_who_hands_in_and_may_review_is_not_told_of_their_own_act(people):
    hand_in(people[2])
    assert told() == {"luz@example.org"}


def test_the_author_is_told_of_the_approval(people):
    quote, task = hand_in(people[0])
    mail.outbox.clear()
    task.approve(user=people[1])
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ana@example.org"], "Con visto bueno: cita")
    assert "Hola, Ana:" in message.body
    [decision] = decisions_for(people[0])
    assert (decision.is_published, decision.headline) == (True, WORDS)
    assert not decisions_for(people[1])
    assert quote.pk


def test_the_author_is_told_of_the_comment_and_sees_it_on_the_home_page(people, client):
    _quote, task = hand_in(people[0])
    mail.outbox.clear()
    task.reject(user=people[1], comment="Falta decir en qué taller.")
    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "luz te devuelve lo que enviaste" in message.body
    assert "Comentario:\nFalta decir en qué taller." in message.body
    client.force_login(people[0])
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Falta decir en qué taller." in home
    assert "vuelve con cambios por hacer" in home


def test_who_decides_on_their_own_words_is_not_told(people):
    _quote, task = hand_in(people[2])
    mail.outbox.clear()
    task.approve(user=people[2])
    assert not mail.outbox
    assert not decisions_for(people[2])


def test_whoever_switched_it_off_is_not_told(people):
    profile = UserProfile.get_for_user(people[1])
    profile.submitted_notifications = False
    profile.save()
    hand_in(people[0])
    assert told() == {"jefa@example.org"}


def sensitive(author):
    item = make_quote(WORDS, is_sensitive=True).item
    Item.objects.filter(pk=item.pk).update(written_by=author)
    return Item.objects.get(pk=item.pk)


def test_a_second_person_is_told_once_of_what_is_sensitive_and_never_of_their_own(people):
    item = sensitive(people[1])
    assert tell_second_persons() == 1
    assert tell_second_persons() == 0
    [message] = mail.outbox
    assert (message.to, message.subject) == (["jefa@example.org"], "Una ficha sensible espera a una segunda persona")
    assert reverse("approve_item", args=[item.pk]) in message.body
    assert WORDS[:12] not in message.body


def test_they_are_told_again_where_the_words_change_and_not_once_it_is_approved(people):
    item = sensitive(people[0])
    tell_second_persons()
    item.contents()[0].__class__.objects.update(text="Otras palabras.")
    save_live(item.contents()[0])
    mail.outbox.clear()
    assert tell_second_persons() == 2
    item = Item.objects.get(pk=item.pk)
    approve_item(item, item.content_digest, people[2])
    item.approval_notice.delete()
    assert tell_second_persons() == 0


def test_a_minors_words_ask_for_a_second_person_too(people):
    make_quote(consent=make_consent(is_minor=True, guardian="Su madre"))
    assert tell_second_persons() == 2


def test_who_switched_it_off_is_not_told_of_sensitive_items(people):
    for user in people[1:]:
        profile = UserProfile.get_for_user(user)
        profile.submitted_notifications = False
        profile.save()
    sensitive(people[0])
    assert tell_second_persons() == 0
