"""Creating drafts: item, content and revision together, for one or for many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, ModelLogEntry

from cms.consent import disclosure
from cms.content.create_draft import NewDraft, create_draft, create_drafts
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import accept_passage
from cms.models import Item, Learning, Quote, Testimony, Voice
from tests.cms.harvest.reports import SAMPLE
from tests.factories import make_consent, make_quote, make_topic, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(monkeypatch) -> list[int]:
    """How many items each disclosure check was about."""
    counted: list[int] = []
    judge = disclosure._judge_all

    def count(items, terms):
        counted.append(len(items))
        judge(items, terms)

    monkeypatch.setattr(disclosure, "_judge_all", count)
    return counted


def spanish() -> Locale:
    return Locale.objects.get(language_code="es")


def test_a_draft_has_its_item_its_revision_and_its_entry_in_the_log(admin):
    consent, topic, workshop = make_consent(), make_topic(), make_workshop()
    made = create_draft(NewDraft(Quote(text="Sí."), spanish(), [topic], consent=consent, workshop=workshop), admin)
    quote = Quote.objects.get()
    item = Item.objects.get(translation_key=quote.translation_key)
    assert (made.pk, quote.live, quote.has_unpublished_changes) == (quote.pk, False, True)
    assert (item.kind, item.voice, item.written_by) == ("quote", Voice.PERSON, admin)
    assert (item.consent, item.contributor, item.workshop) == (consent, consent.contributor, workshop)
    assert quote.latest_revision.user == admin
    restored = quote.latest_revision.as_object()
    assert (restored.text, list(restored.topics.all())) == ("Sí.", [topic])
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=str(quote.pk), user=admin).count() == 1


def test_many_drafts_of_several_kinds_cost_as_many_queries_as_a_few(admin, judged):
    def create(count: int) -> int:
        drafts = [NewDraft(Quote(text=f"Cita {n}."), spanish(), [topic], consent=consent) for n in range(count)]
        drafts += [NewDraft(Learning(title=f"Lo {n}"), spanish(), voice=Voice.NOBODY) for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            made = create_drafts(drafts, admin)
        assert [type(content) for content in made] == [Quote] * count + [Learning] * count
        return len([query for query in queries if not query["sql"].startswith(("INSERT", "UPDATE"))])

    topic, consent = make_topic(), make_consent()
    create(1)
    assert create(2) == create(9)
    assert judged == [2, 4, 18]


def test_another_language_joins_the_item_and_leaves_it_as_it_is(admin):
    original = make_quote("Juntas.")
    english = Locale.objects.get(language_code="en")
    create_draft(NewDraft(Quote(text="Together."), english, voice=Voice.NOBODY, item=original.item), admin)
    item = Item.objects.get()
    assert item.voice == Voice.PERSON
    assert [content.text for content in item.contents()] == ["Juntas.", "Together."]


@pytest.mark.indexes
def test_accepting_a_passage_judges_once_and_takes_at_most_forty_queries(admin, judged):
    """With known topics and a new person each."""
    unknown = harvest_report(SAMPLE.read_bytes(), "informe.md", admin)
    for name in {name for passage in unknown.passages.all() for name in passage.new_topics}:
        make_topic(name)
    unknown.delete()
    report = harvest_report(SAMPLE.read_bytes(), "informe.md", admin, make_workshop("Encuentro"))
    passages = list(report.passages.filter(kind__in=("quote", "testimony", "learning")).order_by("position"))
    accept_passage(passages.pop(), admin)  # content types and permissions are cached from here on
    judged.clear()
    for passage in passages:
        with CaptureQueriesContext(connection) as queries:
            accept_passage(passage, admin)
        assert len(queries) <= 40, [query["sql"] for query in queries]
    assert judged == [1] * len(passages)
    assert Testimony.objects.exists()
