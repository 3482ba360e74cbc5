"""The review screen says what was decided, to a script, to a page without one, and to the other person at it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import accept_passage, accept_section
from cms.models import Item, Quote
from tests.factories import make_user, now

pytestmark = pytest.mark.django_db


def test_the_screen_works_without_a_script(admin_client, report, quote):
    page = admin_client.get(reverse("report_review", args=[report.pk]), {"edit": quote.pk}).content.decode()
    assert 'name="edited_text"' in page
    answer = admin_client.post(reverse("passage_decide", args=[quote.pk]), {"action": "accept"})
    following = report.passages.filter(position__gt=quote.position).first()
    assert answer["Location"] == reverse("report_review", args=[report.pk]) + f"#p{following.pk}"
    assert Quote.objects.count() == 1
    page = admin_client.get(reverse("report_review", args=[report.pk])).content.decode()
    assert reverse(Quote.snippet_viewset.get_url_name("edit"), args=[Quote.objects.get().pk]) in page


def test_the_script_gets_the_parts_that_changed_or_the_sentence_that_refuses(admin_client, quote):
    address = reverse("passage_decide", args=[quote.pk])
    answer = admin_client.post(address, {"action": "accept"}, headers={"X-Requested-With": "fetch"}).json()
    assert {f"p{quote.pk}", "progress", "filters"} <= set(answer["parts"])
    assert "s0-row" not in answer["parts"]
    assert sum(part.startswith("p") and part != "progress" for part in answer["parts"]) == 1
    refused = admin_client.post(address, {"action": "skip"}, headers={"X-Requested-With": "fetch"})
    assert refused.status_code == 409
    assert "ya se decidió" in refused.json()["error"]


def test_two_people_see_each_others_decisions(admin_client, report, quote, admin):
    report.passages.update(changed_at=now() - timedelta(hours=1))
    since = now().isoformat()
    address = reverse("report_changes", args=[report.pk])
    assert admin_client.get(address, {"since": since}).json()["parts"] == {}
    accept_passage(quote, make_user(is_superuser=True))
    assert f"p{quote.pk}" in admin_client.get(address, {"since": since}).json()["parts"]


def test_the_finished_screen_says_how_many_drafts_there_are_and_where(admin_client, report, admin):
    accept_section(report, [], admin)
    page = admin_client.get(reverse("report_review", args=[report.pk])).content.decode()
    drafts = Item.objects.count()
    assert drafts > 30
    assert f"Listo: {drafts} borradores." in page
    assert reverse(Quote.snippet_viewset.get_url_name("list")) in page


def test_a_draft_leads_back_to_its_place_in_the_report(admin_client, report, quote, admin):
    accept_passage(quote, admin)
    edit = reverse(Quote.snippet_viewset.get_url_name("edit"), args=[Quote.objects.get().pk])
    page = admin_client.get(edit).content.decode()
    assert f"{reverse('report_review', args=[report.pk])}#p{quote.pk}" in page


def test_the_filter_shows_only_what_it_says(admin_client, report):
    page = admin_client.get(reverse("report_review", args=[report.pk]), {"kind": "testimony"}).content.decode()
    assert page.count("data-passage ") == 1


def test_three_times_the_passages_cost_no_more_queries(admin_client, admin):
    def cost(report) -> int:
        accept_section(report, ["Compromisos"], admin)
        accept_section(report, ["Propuestas"], admin)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(reverse("report_review", args=[report.pk])).status_code == 200
        return len(queries)

    def text(times: int) -> bytes:
        promises = "\n\n".join(f"Volver {n} veces." for n in range(times))
        proposals = "\n\n".join(f"- Proponer {n} cosas." for n in range(times))
        return f"# Compromisos\n\n{promises}\n\n# Propuestas\n\n{proposals}\n\n# Voces\n\nSe habló.".encode()

    few, many = (harvest_report(text(n), f"{n}.md", admin) for n in (4, 12))
    cost(few)
    assert cost(many) == cost(few)
