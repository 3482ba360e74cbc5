"""Rows of a table become drafts once, all or none, never live, with consent only where it is complete."""

from __future__ import annotations

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from cms.consent.gate import Use, clearance
from cms.core.errors import NotPermittedError, WrongMomentError
from cms.imports.preview import Fate
from cms.imports.run import UnfinishedTableError, import_table, plan_of
from cms.models import (
    Consent,
    ConsentTerms,
    Contributor,
    Credit,
    ImportedRow,
    Item,
    Learning,
    Organisation,
    Quote,
    QuoteTable,
    Testimony,
    Topic,
    Voice,
    Workshop,
)
from tests.cms.imports.quote_tables import ALLOWED, EVERYTHING, as_csv, fates, keep, with_consent
from tests.factories import make_consent, make_contributor, make_quote, make_topic, make_user, make_workshop

pytestmark = pytest.mark.django_db


def everything():
    models = (Item, Quote, Contributor, Topic, Consent, ConsentTerms, ImportedRow, Revision, Organisation, Workshop)
    return [model.objects.count() for model in models]


def test_a_row_becomes_a_draft_with_its_person_topics_and_consent(editor):
    water = make_topic("agua")
    row = (*with_consent("El agua no se vende.", "Rosa Quispe", region="Cusco"), "Encuentro", "Red de Mujeres")
    import_table(keep(row, by=editor, headings=(*EVERYTHING, "Taller", "Organización")), editor)
    quote = Quote.objects.select_related("item__consent__contributor__organisation").get()
    item, terms = quote.item, quote.item.consent.current_terms
    assert (quote.text, quote.live, quote.language) == ("El agua no se vende.", False, "es")
    assert (item.contributor.full_name, item.contributor.first_name) == ("Rosa Quispe", "Rosa")
    assert (item.contributor.region, item.contributor.organisation.name) == ("Cusco", "Red de Mujeres")
    assert (item.workshop.title, item.written_by, item.voice) == ("Encuentro", editor, Voice.PERSON)
    assert {topic.name for topic in quote.topics.all()} == {"agua", "Género"}
    assert water in quote.topics.all()
    assert (terms.allows_web, terms.allows_newsletter, terms.allows_social) == (True, True, False)
    assert (terms.credit, str(terms.begins_on), str(terms.expires_on)) == (Credit.FULL_NAME, "2026-01-10", "2030-12-31")
    assert terms.recorded_by == editor
    assert not clearance(item, Use.WEB, timezone.now()).is_cleared


def test_a_draft_is_edited_and_published_like_any_other(editor, admin):
    import_table(keep(with_consent("El agua no se vende.", "Rosa Quispe"), by=editor, headings=EVERYTHING), editor)
    quote = Quote.objects.get()
    assert [topic.name for topic in quote.latest_revision.as_object().topics.all()] == ["Agua", "Género"]
    quote.latest_revision.publish(user=admin)
    item = Item.objects.get()
    assert clearance(item, Use.WEB, timezone.now()).is_cleared
    assert not clearance(item, Use.SOCIAL, timezone.now()).is_cleared
    assert ModelLogEntry.objects.filter(action="wagtail.create", user=editor, object_id=str(quote.pk)).exists()


def test_testimonies_and_learnings_too(editor):
    rows = [
        ("testimonio", "Su camino", "Empezó sola.\n\nHoy son cien.", "Ana"),
        ("aprendizaje", "", "Escuchar antes de proponer.", ""),
    ]
    import_table(keep(*rows, by=editor, headings=("Tipo", "Título", "Palabras", "Persona")), editor)
    assert Testimony.objects.get().story == "<p>Empezó sola.</p><p>Hoy son cien.</p>"
    learning = Learning.objects.get()
    assert (learning.title, learning.item.voice) == ("Escuchar antes de proponer.", Voice.NOBODY)


def test_importing_again_makes_nothing_twice(editor):
    rows = [with_consent("El agua no se vende.", "Rosa Quispe"), ("Sola no puedo.", "", "", "", "", "")]
    import_table(keep(*rows, by=editor, headings=EVERYTHING), editor)
    before = everything()
    again = keep(*rows, by=editor, headings=EVERYTHING)
    assert fates(again, editor) == [Fate.KNOWN, Fate.KNOWN]
    assert import_table(again, editor).drafts == 0
    shouted = keep(("«EL AGUA no se vende!»", "ROSA  QUISPE"), by=editor)
    assert import_table(shouted, editor).drafts == 0
    assert everything() == before


def test_a_table_is_imported_once_and_what_it_held_is_forgotten(editor):
    table = keep(("Hola", "Rosa Quispe"), by=editor)
    import_table(table, editor)
    with pytest.raises(WrongMomentError):
        import_table(table, editor)
    assert QuoteTable.objects.get().content is None


def test_words_that_are_here_by_another_way_are_not_made_again(editor):
    rosa = make_contributor("Rosa Quispe")
    make_quote("Sí se puede.", consent=make_consent(rosa))
    table = keep(("Sí, se puede", "Rosa Quispe"), ("Sí, se puede", "Ana Condori"), by=editor)
    assert fates(table, editor) == [Fate.KNOWN, Fate.NEW]


def test_a_draft_that_staff_deleted_does_not_come_back(editor):
    import_table(keep(("Hola", "Rosa"), by=editor), editor)
    Quote.objects.get().delete()
    Item.objects.get().delete()
    assert fates(keep(("Hola", "Rosa"), by=editor), editor) == [Fate.KNOWN]


def test_one_row_with_an_error_stops_all_of_them_unless_it_is_left_out(editor):
    good, bad = with_consent("Una.", "Rosa"), with_consent("Otra.", "Ana", consent=("quizás", *ALLOWED[1:]))
    before = everything()
    table = keep(good, bad, by=editor, headings=EVERYTHING)
    (problem,) = plan_of(table, editor).cards[1].row.problems
    assert problem.column == "Web"
    with pytest.raises(UnfinishedTableError):
        import_table(table, editor)
    assert everything() == before
    assert import_table(table, editor, leaves_out_errors=True).drafts == 1
    mended = keep(good, with_consent("Otra.", "Ana"), by=editor, headings=EVERYTHING)
    assert import_table(mended, editor).drafts == 1


def test_a_failure_in_the_middle_leaves_nothing(editor, monkeypatch):
    monkeypatch.setattr("cms.imports.write._make_revisions", lambda *args: 1 / 0)
    before = everything()
    table = keep(with_consent("Una.", "Rosa"), by=editor, headings=EVERYTHING)
    with pytest.raises(ZeroDivisionError):
        import_table(table, editor)
    assert everything() == before
    assert fates(table, editor) == [Fate.NEW]


def test_nobody_without_the_permissions_imports(editor):
    with pytest.raises(NotPermittedError):
        keep(("Hola", "Rosa"), by=make_user())
    table = keep(("Hola", "Rosa"), by=editor)
    with pytest.raises(NotPermittedError):
        import_table(table, make_user())
    assert not Item.objects.exists()


def test_two_workshops_of_one_title_are_an_error(editor):
    make_workshop("Encuentro"), make_workshop("encuentro")
    table = keep(("Una.", "Encuentro"), by=editor, headings=("Cita", "Taller"))
    assert fates(table, editor) == [Fate.ERROR]


def test_more_rows_cost_no_more_queries_but_those_that_write(editor):
    def queries(first, count):
        rows = [with_consent(f"Cita {n}.", f"Persona {n}") for n in range(first, first + count)]
        table = keep(*rows, by=editor, headings=EVERYTHING)
        with CaptureQueriesContext(connection) as captured:
            import_table(table, editor)
        return [query["sql"] for query in captured if not query["sql"].startswith(("INSERT", "UPDATE"))]

    queries(0, 1)
    few, many = queries(100, 20), queries(200, 60)
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_rows_at_once_make_them_once(editor):
    tables = [keep(with_consent("Una.", "Rosa"), by=editor, headings=EVERYTHING) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2), []

    def run(table):
        try:
            barrier.wait(timeout=30)
            outcomes.append(import_table(table, editor).drafts)
        except WrongMomentError:
            outcomes.append(0)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[table]) for table in tables]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 1]
    assert Quote.objects.count() == 1


def test_the_command_looks_first_then_imports_once(admin, tmp_path, capsys):
    path = tmp_path / "citas.csv"
    path.write_bytes(as_csv(with_consent("Una.", "Rosa"), headings=EVERYTHING))
    before = everything()
    call_command("import_quotes", str(path), "--dry-run")
    assert everything() == before
    assert not QuoteTable.objects.exists()
    call_command("import_quotes", str(path))
    call_command("import_quotes", str(path))
    assert Quote.objects.count() == 1
    assert "Rosa" in capsys.readouterr().out


def test_the_command_imports_nothing_where_a_row_has_an_error(admin, tmp_path):
    path = tmp_path / "citas.csv"
    path.write_bytes(as_csv(("Una.", "Rosa", "", "", "", ""), ("", "Ana", "", "", "", "")))
    with pytest.raises(CommandError):
        call_command("import_quotes", str(path))
    assert not Quote.objects.exists()
    assert not QuoteTable.objects.exists()
