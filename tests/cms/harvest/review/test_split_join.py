"""Passages made into two, or two into one: in their place, with every word, and as they were after undoing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.core.errors import CosechaError, NotPermittedError
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import AlreadyDecidedError, Choice, accept_passage, edit_passage, skip_passage
from cms.harvest.review.split_join import (
    EditedSinceError,
    NoPlaceError,
    NothingToJoinError,
    TwoPeopleError,
    join_passages,
    split_passage,
    undo_recut,
)
from cms.harvest.review.split_text import cut_points
from cms.models import Passage, Quote, Recut, Report
from cms.withdrawal.erase_steps import forget_passages
from tests.cms.harvest.reports import SAMPLE
from tests.factories import make_consent, make_contributor, make_user
from tests.profiles import examples

pytestmark = pytest.mark.django_db

TEXT = """# Voces

«Vino el agua. Se fue el sol. Nadie lloró.» — Rosa Quispe, lideresa

# Propuestas

- Escuchar antes de proponer. Volver después.

- Caminar más despacio.
"""


@pytest.fixture
def report(admin):
    return harvest_report(TEXT.encode(), "informe.md", admin)


@pytest.fixture
def quote(report) -> Passage:
    return report.passages.get(kind="quote")


@pytest.fixture
def proposal(report) -> Passage:
    return report.passages.get(text__startswith="Escuchar")


def rows(report) -> list[dict]:
    return list(report.passages.order_by("position", "part").values().all())


def words(report) -> list[str]:
    return " ".join(passage.text for passage in report.passages.order_by("position", "part")).split()


def sentence(passage: Passage, number: int = 0) -> int:
    return [place.at for place in cut_points(passage.text) if place.ends_sentence][number]


def test_both_parts_of_a_quote_are_hers_and_only_her_words(quote, admin):
    first, second = split_passage(quote, sentence(quote), admin).passages
    assert (first.edited_text.strip(), second.edited_text) == ("Vino el agua.", "Se fue el sol. Nadie lloró.")
    assert {passage.speaker for passage in (first, second)} == {"Rosa Quispe"}
    assert {(passage.kind, passage.position) for passage in (first, second)} == {("quote", quote.position)}
    assert (first.place, second.place) == (f"{quote.position}.1", f"{quote.position}.2")
    accept_passage(first, admin)
    accept_passage(second, admin)
    assert set(Quote.objects.values_list("text", flat=True)) == {"Vino el agua.", "Se fue el sol. Nadie lloró."}


def test_what_stands_after_her_words_is_not_taken_for_them(report, quote, admin):
    quote.text, quote.page = "«Vino el agua y llegó la asamblea.» — Rosa. Después hubo mate.", 4
    quote.edited_text = "Vino el agua y llegó la asamblea."
    quote.save()
    first, second = split_passage(quote, quote.text.index("Después"), admin).passages
    assert (first.kind, first.edited_text) == ("quote", "Vino el agua y llegó la asamblea.")
    assert (second.kind, second.edited_text, second.speaker) == ("nothing", "Después hubo mate.", "")
    assert {first.page, second.page} == {4}


def test_undoing_a_cut_leaves_everything_as_it_was(report, quote, admin):
    before = rows(report)
    changed = split_passage(quote, sentence(quote), admin)
    undone = undo_recut(changed.passages[1], admin)
    assert undone.gone == [changed.passages[1].pk]
    assert _substance(rows(report)) == _substance(before)
    assert not Recut.objects.exists()


def test_two_entries_of_a_list_become_one_learning(report, proposal, admin):
    following = report.passages.get(text__startswith="Caminar")
    changed = join_passages(proposal, admin)
    assert changed.gone == [following.pk]
    [joined] = changed.passages
    assert joined.text == "Escuchar antes de proponer. Volver después.\n\nCaminar más despacio."
    assert (joined.kind, joined.position) == ("learning", proposal.position)
    restored = undo_recut(joined, admin).passages
    assert [passage.pk for passage in restored] == [proposal.pk, following.pk]
    assert report.passages.get(pk=following.pk).text == "Caminar más despacio."


def test_parts_of_parts_keep_their_order_and_are_undone_one_by_one(report, quote, admin):
    before = rows(report)
    first, second = split_passage(quote, sentence(quote), admin).passages
    split_passage(second, sentence(second), admin)
    split_passage(first, 6, admin)
    texts = [passage.text.strip() for passage in report.passages.filter(position=quote.position).order_by("part")]
    assert texts == ["«Vino", "el agua.", "Se fue el sol.", "Nadie lloró.» — Rosa Quispe, lideresa"]
    undo_recut(Passage.objects.get(pk=second.pk), admin)
    with pytest.raises(EditedSinceError):
        undo_recut(Passage.objects.get(pk=second.pk), admin)
    undo_recut(Passage.objects.get(pk=first.pk), admin)
    undo_recut(Passage.objects.get(pk=first.pk), admin)
    assert _substance(rows(report)) == _substance(before)


def test_what_somebody_wrote_meanwhile_is_not_undone_but_joining_keeps_it(quote, admin):
    first, second = split_passage(quote, sentence(quote), admin).passages
    edit_passage(first, Choice(kind="quote", edited_text="Vino el agua (…)", speaker="Rosa Quispe"), admin)
    with pytest.raises(EditedSinceError):
        undo_recut(second, admin)
    [joined] = join_passages(first, admin).passages
    assert joined.edited_text == "Vino el agua (…) Se fue el sol. Nadie lloró."
    assert joined.text == quote.text


def test_what_is_decided_is_neither_cut_nor_joined(report, proposal, admin):
    following = report.passages.get(text__startswith="Caminar")
    skip_passage(following, admin)
    with pytest.raises(NothingToJoinError):
        join_passages(proposal, admin)
    with pytest.raises(AlreadyDecidedError):
        split_passage(following, 8, admin)
    with pytest.raises(AlreadyDecidedError):
        join_passages(following, admin)


def test_what_stands_under_another_title_is_not_joined(quote, admin):
    with pytest.raises(NothingToJoinError):
        join_passages(quote, admin)


def test_two_peoples_words_never_become_one_passage(quote, admin):
    first, second = split_passage(quote, sentence(quote), admin).passages
    edit_passage(second, Choice(kind="quote", edited_text=second.edited_text, speaker="Ana Mamani"), admin)
    with pytest.raises(TwoPeopleError):
        join_passages(first, admin)


@pytest.mark.parametrize("name", ["Juan Pérez", "rosa  quispe"])
def test_what_one_says_never_joins_what_staff_said_is_anothers(quote, admin, name):
    juan = make_contributor(name)
    first, second = split_passage(quote, sentence(quote), admin).passages
    Passage.objects.filter(pk=second.pk).update(speaker="", contributor=juan, consent=make_consent(juan))
    if name == "Juan Pérez":
        with pytest.raises(TwoPeopleError):
            join_passages(first, admin)
    else:
        assert join_passages(first, admin).passages[0].contributor == juan


def test_a_place_inside_a_word_is_refused(quote, admin):
    for at in (0, 3, 10_000, -1):
        with pytest.raises(NoPlaceError):
            split_passage(quote, at, admin)


def test_who_may_not_review_cuts_nothing(quote, proposal):
    stranger = make_user()
    with pytest.raises(NotPermittedError):
        split_passage(quote, sentence(quote), stranger)
    with pytest.raises(NotPermittedError):
        join_passages(proposal, stranger)
    with pytest.raises(NotPermittedError):
        undo_recut(quote, stranger)


def test_every_cut_is_in_the_log(report, quote, admin):
    changed = split_passage(quote, sentence(quote), admin)
    undo_recut(changed.passages[0], admin)
    actions = set(ModelLogEntry.objects.for_instance(report).values_list("action", flat=True))
    assert {"cosecha.split_passage", "cosecha.undo_recut"} <= actions


turns = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(("split", "split", "join", "undo", "skip")), st.integers(0, 200)),
    min_size=1,
    max_size=12,
)


def test_words_that_were_divided_and_joined_are_left_nowhere_when_they_are_erased(report, quote, admin):
    first, _second = split_passage(quote, sentence(quote), admin).passages
    [joined] = join_passages(first, admin).passages
    assert Recut.objects.count() == 2
    forget_passages([accept_passage(joined, admin)], None)
    assert not Recut.objects.exists()


@settings(max_examples=examples(0.4))
@given(data=st.data())
def test_whatever_is_cut_joined_and_undone_no_word_is_lost_or_changes_places(data, admin):
    Report.objects.all().delete()
    report = harvest_report(SAMPLE.read_bytes(), "informe.md", admin)
    report.passages.filter(position__gt=12).delete()
    before = words(report)
    for place, verb, letter in data.draw(turns):
        found = list(report.passages.order_by("position", "part"))
        passage = found[place % len(found)]
        try:
            if verb == "split" and cut_points(passage.text):
                split_passage(passage, cut_points(passage.text)[letter % len(cut_points(passage.text))].at, admin)
            elif verb == "join":
                join_passages(passage, admin)
            elif verb == "undo":
                undo_recut(passage, admin)
            elif verb == "skip" and passage.position % 3 == 0:
                skip_passage(passage, admin)
        except CosechaError:
            pass
        assert words(report) == before


def _substance(found: list[dict]) -> list[dict]:
    return [{name: row[name] for name in row if name not in ("changed_at", "part")} for row in found]
