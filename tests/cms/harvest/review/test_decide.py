"""Deciding about passages: saved at once, made twice without harm, and taken back without loss."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from cms.consent.gate import Use, clearance
from cms.content.publish_checks import NoConsentError
from cms.core.errors import NotPermittedError
from cms.harvest.review.decide import (
    AlreadyDecidedError,
    Choice,
    IncompletePassageError,
    accept_passage,
    accept_section,
    edit_passage,
    leave_out_rest,
    skip_passage,
    undo_decision,
)
from cms.harvest.review.drafts import DraftInUseError
from cms.models import Commitment, Contributor, Item, Learning, Passage, Quote, Resource, Testimony, Topic, Voice
from tests.factories import make_contributor, make_topic, make_user, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def learning(report) -> Passage:
    return report.passages.filter(kind="learning", type="challenge").first()


def test_an_accepted_quote_is_a_draft_in_her_words_that_goes_nowhere_without_consent(quote, admin):
    item = accept_passage(quote, admin)
    draft = Quote.objects.get()
    assert draft.text.startswith("En el mapa del municipio mi manantial es un punto vacío.")
    assert draft.text.endswith("tiene dueña y tiene fiesta.")
    assert not draft.live
    assert draft.latest_revision.user == admin
    assert (item.voice, item.contributor.full_name) == (Voice.PERSON, "Sabina Choque")
    assert item.contributor.role == "promotora de la Escuela de Agua Ñawpa"
    assert item.consent is None
    assert item.workshop.title == "Encuentro"
    assert not any(clearance(item, use, now()).is_cleared for use in Use)
    quote.refresh_from_db()
    assert (quote.state, quote.item, quote.decided_by) == (Passage.State.ACCEPTED, item, admin)


def test_an_accepted_learning_has_its_type_activity_and_topics_and_nobody_behind_it(learning, admin):
    item = accept_passage(learning, admin)
    draft = Learning.objects.get()
    assert (draft.type, draft.activity, draft.live) == ("challenge", learning.activity, False)
    assert {topic.name for topic in draft.topics.all()} == {*learning.new_topics}
    assert {topic.name for topic in draft.latest_revision.as_object().topics.all()} == {*learning.new_topics}
    assert item.voice == Voice.NOBODY


def test_an_accepted_testimony_keeps_its_paragraphs(report, admin):
    passage = report.passages.get(kind="testimony")
    accept_passage(passage, admin)
    draft = Testimony.objects.get()
    assert draft.title == "La historia de Hermelinda"
    assert draft.story.count("<p>") == 3


def test_accepting_twice_makes_one_draft(quote, admin):
    again = Passage.objects.get(pk=quote.pk)
    assert accept_passage(quote, admin) == accept_passage(again, make_user(is_superuser=True))
    assert Quote.objects.count() == Item.objects.count() == Contributor.objects.count() == 1


def test_topics_are_found_whatever_their_accents_and_made_once(quote, learning, admin):
    known = make_topic("Género")
    for passage in (quote, learning):
        choice = Choice(kind="quote", edited_text="Hablo.", new_topics=["genero", "Voz", "  Voz "])
        accept_passage(edit_passage(passage, choice, admin), admin)
    assert {topic.name for topic in Topic.objects.all()} == {"Género", "Voz"}
    assert all(known in draft.topics.all() for draft in Quote.objects.all())


def test_a_topic_that_is_renamed_keeps_its_passages_and_one_that_is_deleted_stays_away(quote, learning, admin):
    water, voice = make_topic("Agua"), make_topic("Voz")
    choice = Choice(kind="quote", edited_text="Hablo.", topics=[water.slug, voice.slug], new_topics=["agua", "Tierra"])
    edited = edit_passage(quote, choice, admin)
    assert (edited.topics, edited.new_topics) == ([water.slug, voice.slug], ["Tierra"])
    water.name = "Agua y territorio"
    water.save()
    voice.delete()
    make_topic("tierra")
    accept_passage(edited, admin)
    assert {topic.name for topic in Quote.objects.get().topics.all()} == {"Agua y territorio", "tierra"}
    assert Topic.objects.count() == 2


def test_a_known_person_is_not_made_again_and_two_namesakes_are_not_guessed_between(quote, admin):
    make_contributor("Sabina Choque")
    make_contributor("Sabina Choque")
    assert accept_passage(quote, admin).contributor is None
    undo_decision(quote, admin)
    Contributor.objects.order_by("pk").last().delete()
    assert accept_passage(quote, admin).contributor == Contributor.objects.get()


def test_what_staff_write_becomes_the_draft_and_the_report_stays_as_it_reads(quote, admin):
    before = quote.text
    choice = Choice(
        kind="learning", type="proposal", title="Mapas", edited_text="Nombrar cada manantial.", new_topics=["Agua"]
    )
    accept_passage(edit_passage(quote, choice, admin), admin)
    draft = Learning.objects.get()
    assert (draft.title, draft.summary, draft.type) == ("Mapas", "Nombrar cada manantial.", "proposal")
    quote.refresh_from_db()
    assert quote.text == before


@pytest.mark.parametrize(
    "choice",
    [
        Choice(kind="poem", edited_text="Algo."),
        Choice(kind="learning", type="wish", edited_text="Algo."),
        Choice(kind="quote", edited_text="   "),
        Choice(kind="quote", edited_text="Algo.", speaker="a" * 161),
        Choice(kind="quote", edited_text="Algo.", new_topics=["t" * 81]),
    ],
)
def test_a_choice_that_cannot_become_a_draft_is_refused_and_changes_nothing(quote, admin, choice):
    with pytest.raises(IncompletePassageError):
        edit_passage(quote, choice, admin)
    assert Passage.objects.get(pk=quote.pk).edited_text == quote.edited_text


def test_a_resource_s_draft_leads_where_the_passage_said(quote, admin):
    words = "La guía de riego está en https://biblioteca.example.org/riego (PDF)."
    choice = Choice(kind="resource", title="Guía de riego", edited_text=words, new_topics=["Agua"])
    item = accept_passage(edit_passage(quote, choice, admin), admin)
    draft = Resource.objects.get()
    assert (draft.title, draft.summary, draft.link) == ("Guía de riego", words, "https://biblioteca.example.org/riego")
    assert (item.voice, item.contributor, draft.live) == (Voice.NOBODY, None, False)


def test_a_commitment_s_draft_says_what_was_promised_and_waits_for_who_did(report, admin):
    passage = report.passages.filter(kind="commitment").first()
    item = accept_passage(passage, admin)
    draft = Commitment.objects.get()
    assert (draft.title, draft.state, draft.live) == (passage.text, "open", False)
    assert item.voice == Voice.PERSON
    with pytest.raises(NoConsentError):
        draft.latest_revision.publish(user=admin)


def test_feedback_stays_with_the_report(report, admin):
    passage = report.passages.filter(kind="feedback").first()
    assert accept_passage(passage, admin) is None
    passage.refresh_from_db()
    assert passage.state == Passage.State.ACCEPTED
    assert not Item.objects.exists()


def test_accepting_a_section_takes_what_waits_below_its_title_and_leaves_the_rest(report, admin):
    activity = report.passages.filter(activity="Mapa parlante")
    path = activity.first().heading_path[:3]
    skipped = skip_passage(activity.filter(kind="learning").first(), admin)
    decided = accept_section(report, path, admin)
    assert {passage.activity for passage in decided} == {"Mapa parlante"}
    assert not report.passages.filter(activity="Mapa parlante", state=Passage.State.PENDING).exists()
    assert Passage.objects.get(pk=skipped.pk).state == Passage.State.SKIPPED
    assert activity.filter(kind="nothing", state=Passage.State.ACCEPTED).count() == 0
    assert report.passages.exclude(activity="Mapa parlante").exclude(state=Passage.State.PENDING).count() == 0
    assert accept_section(report, path, admin) == []


def test_leaving_out_what_has_nothing_to_keep_touches_nothing_else(report, admin):
    waiting = report.passages.exclude(kind="nothing").count()
    leave_out_rest(report, admin)
    assert report.passages.filter(state=Passage.State.PENDING).count() == waiting


def test_undoing_an_acceptance_removes_its_draft_and_the_passage_waits_again(quote, admin):
    accept_passage(quote, admin)
    undo_decision(quote, admin)
    assert not Quote.objects.exists()
    assert not Item.objects.exists()
    quote.refresh_from_db()
    assert (quote.state, quote.item, quote.decided_by) == (Passage.State.PENDING, None, None)
    assert accept_passage(quote, admin)


def test_a_draft_somebody_worked_on_is_not_undone(quote, admin):
    accept_passage(quote, admin)
    draft = Quote.objects.get()
    draft.context = "Al mirar el mapa."
    draft.save_revision(user=admin)
    with pytest.raises(DraftInUseError):
        undo_decision(quote, admin)
    quote.refresh_from_db()
    assert quote.state == Passage.State.ACCEPTED
    assert Quote.objects.exists()


def test_a_published_draft_is_not_undone(learning, admin):
    accept_passage(learning, admin)
    Learning.objects.get().save_revision(user=admin).publish()
    with pytest.raises(DraftInUseError):
        undo_decision(learning, admin)


def test_a_decided_passage_is_not_decided_otherwise_without_undoing(quote, admin):
    accept_passage(quote, admin)
    with pytest.raises(AlreadyDecidedError):
        skip_passage(quote, admin)
    with pytest.raises(AlreadyDecidedError):
        edit_passage(quote, Choice(kind="quote", edited_text="Otra cosa."), admin)
    undo_decision(quote, admin)
    skip_passage(quote, admin)
    with pytest.raises(AlreadyDecidedError):
        accept_passage(quote, admin)


def test_somebody_without_permission_decides_nothing(quote):
    stranger = make_user()
    for verb in (accept_passage, skip_passage, undo_decision):
        with pytest.raises(NotPermittedError):
            verb(quote, stranger)


def test_the_first_words_of_a_draft_can_be_gone_back_to(learning, admin):
    accept_passage(learning, admin)
    draft = Learning.objects.get()
    entry = ModelLogEntry.objects.for_instance(draft).get(action="wagtail.create")
    assert entry.revision == draft.latest_revision
    assert entry.content_changed
