"""Whose the words of a table are: it asks where that is not certain, and records no consent it was not told whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.imports.preview import Fate
from cms.imports.run import UnfinishedTableError, import_table, plan_of
from cms.models import Consent, ConsentTerms, Contributor, Item
from cms.withdrawal.withdraw import withdraw_contributor, withdraw_item
from tests.cms.imports.quote_tables import ALLOWED, CONSENT, EVERYTHING, fates, keep, with_consent
from tests.factories import add_terms, make_consent, make_contributor, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "consent",
    [
        ("sí", "sí", "no", "nombre completo", "", "2026-01-10", ""),
        ("sí", "", "no", "nombre completo", "mensaje", "2026-01-10", ""),
        ("sí", "sí", "no", "", "mensaje", "2026-01-10", ""),
        ("sí", "sí", "no", "anónima", "mensaje", "", ""),
    ],
)
def test_a_consent_that_is_not_complete_is_not_recorded_and_the_draft_waits(editor, consent):
    table = keep(with_consent("Una.", "Rosa", consent), by=editor, headings=EVERYTHING)
    assert plan_of(table, editor).cards[0].notes
    import_table(table, editor)
    assert Item.objects.get().consent is None
    assert not ConsentTerms.objects.exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Web", "quizás"),
        ("Nombrada como", "Rosita"),
        ("Cómo lo dio", "telepatía"),
        ("Dado el", "31/02/2026"),
        ("Dado el", "2199-01-01"),
        ("Hasta", "2025-01-01"),
    ],
)
def test_a_consent_that_says_something_else_is_an_error_in_its_column(editor, column, value):
    consent = tuple(value if name == column else answer for name, answer in zip(CONSENT, ALLOWED, strict=True))
    card = plan_of(keep(with_consent("Una.", "Rosa", consent), by=editor, headings=EVERYTHING), editor).cards[0]
    assert [problem.column for problem in card.row.problems] == [column]


def test_what_one_person_allowed_in_the_same_way_is_one_consent(editor):
    other = ("no", *ALLOWED[1:])
    rows = [with_consent("Una.", "Rosa"), with_consent("Dos.", "rosa"), with_consent("Tres.", "Rosa", other)]
    import_table(keep(*rows, by=editor, headings=EVERYTHING), editor)
    assert [consent.items.count() for consent in Consent.objects.order_by("pk")] == [2, 1]


def test_who_may_not_record_consents_imports_drafts_without_them():
    from django.contrib.auth.models import Permission

    writer = make_user()
    names = ["add_quote", "add_contributor", "add_topic"]
    writer.user_permissions.set(Permission.objects.filter(codename__in=names, content_type__app_label="cms"))
    table = keep(with_consent("Una.", "Rosa"), by=writer, headings=EVERYTHING)
    assert plan_of(table, writer).cards[0].notes
    import_table(table, writer)
    assert Item.objects.get().consent is None


def test_words_that_were_withdrawn_stay_out_unless_the_consent_was_given_after(editor, admin):
    row = with_consent("El agua no se vende.", "Rosa Quispe")
    import_table(keep(row, by=editor, headings=EVERYTHING), editor)
    withdraw_item(Item.objects.get(), admin)
    again = keep(row, by=editor, headings=EVERYTHING)
    assert fates(again, editor) == [Fate.WITHDRAWN]
    assert import_table(again, editor).drafts == 0
    Item.objects.update(withdrawn_at=timezone.now() - timedelta(days=3))
    newer = (*ALLOWED[:5], str(timezone.localdate() - timedelta(days=1)), "")
    renewed = keep(with_consent("El agua no se vende.", "Rosa Quispe", newer), by=editor, headings=EVERYTHING)
    assert import_table(renewed, editor).drafts == 1
    assert import_table(keep(row, by=editor, headings=EVERYTHING), editor).drafts == 0


def test_an_older_consent_than_the_persons_last_word_is_not_recorded(editor, admin):
    withdrawn = make_consent(make_contributor("Rosa Quispe"))
    withdraw_contributor(withdrawn.contributor, admin)
    narrowed = make_consent(make_contributor("Ana Condori"))
    add_terms(narrowed, allows_social=False, begins_on="2026-06-01")
    rows = [with_consent("Una.", "Rosa Quispe"), with_consent("Otra.", "Ana Condori")]
    table = keep(*rows, by=editor, headings=EVERYTHING)
    assert all(card.notes for card in plan_of(table, editor).cards)
    import_table(table, editor)
    assert not Item.objects.filter(consent__isnull=False).exists()


def test_between_two_people_of_one_name_it_asks(editor):
    rosa, _other = make_contributor("Rosa Quispe", region="Cusco"), make_contributor("Rosa Quispe", region="Puno")
    table = keep(("Una.", "rosa quispe", "", "Cusco"), ("Dos.", "Rosa Quispe", "", ""), by=editor)
    assert fates(table, editor) == [Fate.QUESTION, Fate.QUESTION]
    (question,) = plan_of(table, editor).questions
    with pytest.raises(UnfinishedTableError):
        import_table(table, editor)
    table.choices = {question.key: f"known:{rosa.pk}"}
    table.save()
    assert import_table(table, editor).drafts == 2
    assert {item.contributor for item in Item.objects.all()} == {rosa}


def test_a_choice_that_was_never_offered_decides_nothing(editor):
    make_contributor("Rosa Quispe"), make_contributor("Rosa Quispe")
    stranger = make_contributor("Ana Condori")
    table = keep(("Una.", "Rosa Quispe"), by=editor)
    table.choices = {plan_of(table, editor).questions[0].key: f"known:{stranger.pk}"}
    assert fates(table, editor) == [Fate.QUESTION]


def test_the_only_person_of_a_name_is_asked_about_where_the_place_differs(editor):
    make_contributor("Rosa Quispe", region="Cusco")
    assert fates(keep(("Una.", "Rosa Quispe", "", "Puno"), by=editor), editor) == [Fate.QUESTION]
    assert fates(keep(("Una.", "Rosa Quispe", "", "cusco"), by=editor), editor) == [Fate.NEW]


def test_two_of_one_name_in_the_table_may_be_one_or_two(editor):
    rows = [("Una.", "Rosa Quispe", "", "Cusco"), ("Dos.", "Rosa Quispe", "", "Puno")]
    table = keep(*rows, by=editor)
    (question,) = plan_of(table, editor).questions
    (same, new) = question.options
    table.choices = {question.key: same}
    table.save()
    assert len(plan_of(table, editor).new_people) == 1
    table.choices = {question.key: new}
    table.save()
    import_table(table, editor)
    assert sorted(Contributor.objects.values_list("region", flat=True)) == ["Cusco", "Puno"]
