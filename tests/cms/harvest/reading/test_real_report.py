"""The real report and the product's own sample are read as a careful person would mark them."""

from __future__ import annotations

from collections import Counter

import pytest

from cms.harvest.reading.blocks import LeftOut
from tests.cms.harvest.reading.test_passages import everything, spoken
from tests.cms.harvest.reports import SAMPLE, Harvested, real_report


@pytest.fixture(scope="module", params=["real", "sample"])
def report(request) -> Harvested:
    return Harvested(real_report() if request.param == "real" else SAMPLE)


@pytest.fixture(scope="module")
def real() -> Harvested:
    return Harvested(real_report())


@pytest.fixture(scope="module")
def sample() -> Harvested:
    return Harvested(SAMPLE)


def test_nothing_is_lost_and_nothing_is_there_twice(report):
    assert spoken(everything(report.reading)) == spoken(report.source)
    places = Counter((passage.path, passage.text) for passage in report.reading.passages)
    assert max(places.values()) == 1


def test_every_passage_has_its_heading_path(report):
    assert all(passage.path for passage in report.reading.passages)


def test_no_page_furniture_is_among_the_passages(report):
    furniture = {LeftOut.COVER, LeftOut.RUNNING, LeftOut.DATE, LeftOut.NUMBER, LeftOut.CONTENTS, LeftOut.CLOSING}
    lines = {line.text.casefold() for line in report.reading.left_out if line.reason in furniture}
    assert not lines & {passage.text.casefold() for passage in report.reading.passages}
    assert not any(passage.text.startswith("Fecha") or "Gracias" in passage.text for passage in report.reading.passages)
    assert furniture <= {line.reason for line in report.reading.left_out}


def test_what_was_left_out_is_only_furniture(report):
    assert all(len(line.text.split()) <= 10 or line.reason == LeftOut.DUPLICATE for line in report.reading.left_out)
    assert LeftOut.BARE_TITLE not in {line.reason for line in report.reading.left_out}


def test_four_activities_each_with_its_objective_and_results(report):
    activities = list(dict.fromkeys(p.activity for p in report.reading.passages if p.activity))
    assert len(activities) == 4
    for activity in activities:
        below = {p.path[p.path.index(activity) + 1] for p in report.reading.passages if p.activity == activity}
        assert below == {"Objetivo", "Desarrollo", "Resultados"}


def test_a_line_that_stands_twice_is_one_passage(report):
    assert sum(line.reason == LeftOut.DUPLICATE for line in report.reading.left_out) == 1


def test_commitments_feedback_and_recommendations_are_told_apart(report):
    for passage, suggestion in report.under("Compromisos"):
        assert suggestion.kind in ("commitment", "nothing"), passage.text
    assert {s.kind for p, s in report.rows if s.kind == "commitment"} == {"commitment"}
    assert all("Compromisos" in p.path for p, s in report.rows if s.kind == "commitment")
    assert all(p.path[-1].startswith("¿Qué") for p, s in report.rows if s.kind == "feedback")
    assert all("ecomendaciones" in p.path[-1] for p, s in report.rows if s.type == "recommendation")
    assert report.of("learning", "recommendation")
    assert report.of("learning", "quick_win")


def test_the_real_reports_activities_are_the_four_it_tells_of(real):
    activities = list(dict.fromkeys(p.activity for p in real.reading.passages if p.activity))
    assert activities == ["Carpeta Mágica", "Café del Mundo", "Sociodramas", "Diálogo Proactivo"]
    assert Counter(p.activity for p, s in real.rows if s.kind == "learning" and p.activity) == {
        "Carpeta Mágica": 1,
        "Café del Mundo": 10,
        "Sociodramas": 10,
        "Diálogo Proactivo": 11,
    }


def test_the_real_reports_learnings_stand_under_their_themes(real):
    told = ("Café del Mundo", "Sociodramas")
    themes = [p.path[-1] for p, s in real.rows if s.kind == "learning" and p.activity in told]
    assert set(Counter(themes).values()) <= {2, 4}
    assert all(p.path[-2] == "Resultados" for p, s in real.rows if s.kind == "learning" and p.path[-1] in themes)


def test_the_real_report_counts(real):
    assert len(real.reading.passages) == 92
    kinds = Counter(suggestion.kind for suggestion in real.suggestions)
    assert kinds == {"learning": 44, "nothing": 26, "feedback": 12, "commitment": 10}
    assert Counter(s.type for s in real.suggestions if s.type) == {
        "learning": 17,
        "challenge": 4,
        "proposal": 11,
        "recommendation": 7,
        "quick_win": 5,
    }


def test_the_samples_quotations_have_their_speakers(sample):
    quotes = [suggestion for suggestion in sample.suggestions if suggestion.kind == "quote"]
    assert len(quotes) == 13
    assert all(quote.speaker and quote.role for quote in quotes)
    assert not any(mark in quote.words for quote in quotes for mark in "«»—")
    assert len({quote.speaker for quote in quotes}) == 13


def test_the_samples_story_is_one_testimony(sample):
    assert len(sample.of("testimony")) == 1
    assert sample.of("testimony")[0].count("\n\n") == 2
