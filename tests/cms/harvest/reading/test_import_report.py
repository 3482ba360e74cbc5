"""One file becomes one report, whole or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.core.errors import NotPermittedError
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.reading.read_file import UnreadableReportError
from cms.models import Item, Passage, Report, Topic, Workshop
from tests.cms.harvest.long_reports import whole_report
from tests.cms.harvest.reports import SAMPLE
from tests.factories import make_topic, make_user, make_workshop

pytestmark = pytest.mark.django_db


def test_a_report_is_kept_with_its_passages_and_nothing_is_published(admin):
    report = harvest_report(SAMPLE.read_bytes(), "informe.md", admin, make_workshop())
    passages = list(report.passages.all())
    assert [passage.position for passage in passages] == list(range(1, len(passages) + 1))
    assert {passage.state for passage in passages} == {Passage.State.PENDING}
    assert report.language == "es"
    assert any(line["reason"] == "running" for line in report.left_out)
    assert not Item.objects.exists()
    assert not Topic.objects.exists()
    assert ModelLogEntry.objects.filter(action="cosecha.harvest", user=admin).count() == 1


def test_the_same_bytes_twice_are_one_report_whatever_the_name(admin):
    first = harvest_report(SAMPLE.read_bytes(), "informe.md", admin)
    before = Passage.objects.count()
    assert harvest_report(SAMPLE.read_bytes(), "otro nombre.txt", make_user(is_superuser=True)) == first
    assert (Report.objects.count(), Passage.objects.count()) == (1, before)


def test_what_cannot_be_read_leaves_nothing_behind(admin):
    with pytest.raises(UnreadableReportError):
        harvest_report("Reunión".encode("latin-1"), "informe.md", admin)
    assert not Report.objects.exists()


def test_somebody_without_permission_cannot_harvest():
    with pytest.raises(NotPermittedError):
        harvest_report(SAMPLE.read_bytes(), "informe.md", make_user())


def test_topics_in_use_are_suggested_before_others(admin):
    topic = make_topic("Manantiales")
    report = harvest_report(SAMPLE.read_bytes(), "informe.md", admin)
    assert any(topic.slug in passage.topics for passage in report.passages.all())


def test_the_command_says_how_many_passages_and_where_to_review_them(admin, capsys):
    call_command("harvest", SAMPLE, "--workshop", "Encuentro de octubre")
    call_command("harvest", SAMPLE)
    told = capsys.readouterr().out
    report = Report.objects.get()
    assert f"{report.passages.count()} pasajes" in told
    assert reverse("report_review", args=[report.pk]) in told
    assert "ya se había cosechado" in told
    assert report.workshop == Workshop.objects.get(title="Encuentro de octubre")


@pytest.mark.parametrize("content", [b"", b"\x00\x01", "Reunión".encode("latin-1")])
def test_the_command_answers_bad_files_with_a_sentence_and_makes_no_workshop(admin, tmp_path, content):
    path = tmp_path / "informe.md"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("harvest", path, "--workshop", "Taller")
    assert not Report.objects.exists()
    assert not Workshop.objects.exists()


def test_the_command_refuses_fifty_megabytes_unread(admin, tmp_path):
    path = tmp_path / "informe.md"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(CommandError, match="2 MB"):
        call_command("harvest", path)


def test_a_missing_file_is_one_sentence(admin, tmp_path):
    with pytest.raises(CommandError, match="No se puede abrir"):
        call_command("harvest", tmp_path / "no-existe.md")


def test_an_upload_leads_to_the_review(admin_client):
    file = SimpleUploadedFile("informe.md", SAMPLE.read_bytes())
    answer = admin_client.post(reverse("report:add"), {"file": file}, follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("report_review", args=[report.pk])
    assert "pasajes por revisar" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("informe.md", b"", "vacío"),
        ("informe.md", "Reunión".encode("latin-1"), "UTF-8"),
        ("informe.md", b"\x89PNG\x00", "no es un archivo de texto"),
        ("informe.docx", b"PK", "no es lo que dice su nombre"),
        ("informe.pages", b"PK", "Pages"),
        ("informe.doc", b"\xd0\xcf\x11\xe0", "Word antiguo"),
        ("informe.md", b"a" * (2 * 1024 * 1024 + 1), "2 MB"),
    ],
)
def test_an_upload_that_cannot_be_read_is_told_why_and_nothing_is_kept(admin_client, name, content, says):
    answer = admin_client.post(reverse("report:add"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Report.objects.exists()


def test_an_editor_may_harvest_and_somebody_without_a_role_may_not(client):
    stranger = make_user()
    client.force_login(stranger)
    assert client.get(reverse("report:add")).status_code == 302
    assert client.get(reverse("report:index")).status_code == 302


def test_listing_reports_costs_the_same_for_three_as_for_one(admin_client, admin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(reverse("report:index")).status_code == 200
        return len(queries)

    harvest_report(b"# Compromisos\n\nVolver.", "a.md", admin, make_workshop())
    cost()
    one = cost()
    harvest_report(b"# Compromisos\n\nIr.", "b.md", admin, make_workshop())
    harvest_report(b"# Compromisos\n\nEstar.", "c.md", admin, make_workshop())
    assert cost() == one


def test_keeping_a_report_does_not_ask_the_database_for_each_of_its_passages(admin):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(lines: int) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            report = harvest_report(whole_report(lines).encode(), "informe.md", admin)
        return len(queries), report.passages.count()

    few, some = cost(200)
    many, more = cost(2000)
    assert more > 5 * some
    assert many - few <= (more - some) / 20
