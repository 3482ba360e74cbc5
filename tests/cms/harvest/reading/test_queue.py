"""A large report is read by a worker: nothing of it is lost when one dies, and nothing is there twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms import tasks
from cms.core.errors import NotPermittedError, WrongMomentError
from cms.harvest.reading import queue
from cms.harvest.reading.import_report import harvest_report, receive_report
from cms.harvest.reading.queue import discard_report, due_reports, read_next
from cms.harvest.reading.read_file import UnreadableReportError
from cms.models import Passage, Report, ReportFile, Workshop
from tests.cms.harvest.formats.broken_files import TEXT, scanned
from tests.cms.harvest.formats.made_pdfs import docx, pdf
from tests.cms.harvest.reports import FAILED, READING, READY, SAMPLE, WAITING, received
from tests.factories import make_user
from tests.installation import eventually

pytestmark = pytest.mark.django_db


def test_a_document_waits_for_a_worker_and_a_small_text_does_not(admin):
    report = received(admin)
    assert (report.state, report.title, report.passages.count()) == (WAITING, "informe", 0)
    assert bytes(report.file.data) == docx(TEXT)
    assert receive_report(SAMPLE.read_bytes(), "informe.md", admin).state == READY


def test_a_long_text_waits_too(admin):
    assert receive_report(TEXT.encode() * 3000, "informe.md", admin).state == WAITING


def test_the_worker_leaves_it_ready_with_its_passages_and_without_the_file(admin, sample_pdf):
    report = received(admin, sample_pdf, "informe.pdf")
    assert read_next()
    report.refresh_from_db()
    assert (report.state, report.percent, report.language) == (READY, 100, "es")
    assert report.title.startswith("Encuentro de Saberes")
    assert report.workshop == Workshop.objects.get()
    passages = list(report.passages.all())
    assert len(passages) > 60
    assert passages[0].page < passages[-1].page
    assert not ReportFile.objects.exists()
    assert not read_next()


def test_the_longest_waiting_is_read_first(admin):
    first, second = received(admin), received(admin, docx(f"{TEXT} Y más."), "otro.docx")
    read_next()
    assert [Report.objects.get(pk=report.pk).state for report in (first, second)] == [READY, WAITING]


def test_what_cannot_be_read_says_why_and_keeps_nothing(admin):
    report = received(admin, scanned(), "informe.pdf")
    read_next()
    report.refresh_from_db()
    assert (report.state, report.problem) == (FAILED, "scanned")
    assert not Passage.objects.exists()
    assert not ReportFile.objects.exists()
    assert not due_reports(timezone.now() + timedelta(days=1)).exists()


def test_the_same_file_twice_waits_once_and_one_that_failed_is_tried_again(admin):
    report = received(admin)
    assert received(make_user(is_superuser=True), filename="otra vez.docx") == report
    Report.objects.update(state=FAILED, problem="too_much_work", attempts=4)
    ReportFile.objects.all().delete()
    again = received(admin)
    assert (again.pk, again.state, again.problem, again.attempts) == (report.pk, WAITING, "", 0)
    read_next()
    assert Report.objects.get().state == READY


def test_the_mended_file_takes_the_place_of_the_one_that_failed(admin):
    received(admin, scanned(), "informe.pdf")
    read_next()
    received(admin, pdf(TEXT), "informe.pdf")
    assert Report.objects.get().state == WAITING


def test_a_report_whose_worker_was_killed_is_read_by_another_once_its_lease_is_over(admin, monkeypatch):
    report = received(admin)

    def killed(*_arguments) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(queue.read_file, "read", killed)
        with pytest.raises(SystemExit):
            read_next()
    report.refresh_from_db()
    assert (report.state, report.attempts) == (READING, 1)
    assert not read_next()
    Report.objects.update(lease_ends_at=timezone.now() - timedelta(seconds=1))
    assert read_next()
    assert (Report.objects.get().state, Passage.objects.count()) == (READY, 1)


def test_a_report_that_takes_every_worker_down_is_given_up(admin):
    report = received(admin)
    Report.objects.update(state=READING, attempts=3, lease_ends_at=timezone.now() - timedelta(seconds=1))
    read_next()
    report.refresh_from_db()
    assert (report.state, report.problem) == (FAILED, "gave_up")


def test_a_worker_that_comes_back_too_late_changes_nothing(admin, monkeypatch):
    """Its lease was over, another began, and both come to the end."""
    report = received(admin)
    read = queue.read_file.read

    def slow(*arguments):
        blocks = read(*arguments)
        Report.objects.filter(attempts=1).update(lease_ends_at=timezone.now() - timedelta(seconds=1))
        if Report.objects.get().attempts == 1:
            read_next()
        return blocks

    monkeypatch.setattr(queue.read_file, "read", slow)
    read_next()
    report.refresh_from_db()
    assert (report.state, report.attempts, report.passages.count()) == (READY, 2, 1)


def test_a_report_deleted_while_it_is_read_stays_deleted(admin, monkeypatch):
    received(admin)
    read = queue.read_file.read

    def deleted(*arguments):
        Report.objects.all().delete()
        return read(*arguments)

    monkeypatch.setattr(queue.read_file, "read", deleted)
    assert read_next()
    assert not Report.objects.exists()
    assert not Passage.objects.exists()


def test_how_far_it_is_stands_on_the_row(admin, sample_pdf, monkeypatch):
    received(admin, sample_pdf, "informe.pdf")
    monkeypatch.setattr(queue, "PAUSE", 0.0)
    noted: list[int] = []
    read = queue.read_file.read

    def watched(data, filename, progress):
        def told(percent: int) -> None:
            progress(percent)
            noted.append(Report.objects.get().percent)

        return read(data, filename, told)

    monkeypatch.setattr(queue.read_file, "read", watched)
    read_next()
    assert noted == sorted(noted)
    assert noted[-1] == 100
    assert len(set(noted)) > 5


def test_the_tick_reads_what_nobody_was_woken_for(admin, monkeypatch):
    report = received(admin)
    woken = []
    monkeypatch.setattr(tasks, "read_reports", lambda: woken.append(tasks.read_next()))
    tasks.read_what_waits.call_local()
    tasks.read_what_waits.call_local()
    assert woken == [True]
    assert Report.objects.get(pk=report.pk).state == READY


def test_a_worker_reads_one_report_at_a_time(admin):
    received(admin)
    with tasks._reading:
        tasks.read_reports.call_local()
    assert Report.objects.get().state == WAITING


def test_reading_in_the_foreground_leaves_to_the_worker_what_it_has(admin):
    report = received(admin)
    assert harvest_report(docx(TEXT), "informe.docx", admin) == report
    assert Report.objects.get().state == WAITING


def test_what_the_first_look_refuses_never_waits(admin):
    with pytest.raises(UnreadableReportError):
        received(admin, b"PK\x03\x04", "informe.docx")
    with pytest.raises(NotPermittedError):
        received(make_user())
    assert not Report.objects.exists()


def test_a_failed_report_is_taken_off_the_list_and_no_other(admin):
    report = received(admin)
    with pytest.raises(WrongMomentError):
        discard_report(report, admin)
    Report.objects.update(state=FAILED)
    with pytest.raises(NotPermittedError):
        discard_report(report, make_user())
    discard_report(report, admin)
    assert not Report.objects.exists()


@pytest.mark.processes
@pytest.mark.competing
def test_a_report_survives_the_worker_that_read_it(installation, tmp_path):
    """Killed in the middle, it is read again by the next, and each passage is there once."""
    path = tmp_path / "informe.pdf"
    path.write_bytes(pdf(SAMPLE.read_text(encoding="utf-8") * 40))
    receive = (
        "from django.contrib.auth import get_user_model; from pathlib import Path; "
        "from cms.harvest.reading.import_report import receive_report; "
        "by = get_user_model().objects.create_superuser('admin', 'admin@example.org', 'x'); "
        f"receive_report(Path({str(path)!r}).read_bytes(), 'informe.pdf', by)"
    )
    assert installation.run("shell", "-c", receive).returncode == 0
    state = "SELECT state, percent, attempts FROM cms_report"

    killed = installation.begin("run_huey")
    eventually(lambda: installation.rows(state)[0][1] > 0, "a worker reads")
    killed.kill()
    killed.wait()
    assert installation.rows(state)[0][0] == READING
    assert installation.rows("SELECT count(*) FROM cms_passage") == [(0,)]

    assert installation.rows("UPDATE cms_report SET lease_ends_at = CURRENT_TIMESTAMP RETURNING id")
    installation.begin("run_huey")
    eventually(lambda: installation.rows(state)[0][0] == READY, "another worker reads it to its end")
    assert installation.rows(state) == [(READY, 100, 2)]
    count, places = installation.rows("SELECT count(*), count(DISTINCT position) FROM cms_passage")[0]
    assert count == places > 200
    assert installation.rows("SELECT count(*) FROM cms_reportfile") == [(0,)]
