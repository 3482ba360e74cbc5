"""Bringing a report in: one file becomes one report with its passages, once."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from cms.core.errors import NotPermittedError
from cms.harvest.formats.detect import FileKind
from cms.harvest.formats.errors import FileProblem
from cms.harvest.reading import read_file
from cms.harvest.reading.blocks import Block
from cms.harvest.reading.passages import Reading, Split, split
from cms.harvest.suggestions.detect_language import language_of
from cms.harvest.suggestions.suggest import Suggestion, suggest
from cms.harvest.topic_keys import TopicIndex
from cms.jobs.wake import wake
from cms.models import Passage, Report, ReportFile, Topic, Workshop
from cms.users.models import User

# A text of so many bytes is read before its page could have loaded; whatever else waits for a worker.
AT_ONCE = 256 * 1024


def harvest_report(
    data: bytes,
    filename: str,
    by: User,
    workshop: Workshop | None = None,
    progress: Callable[[int], object] = lambda percent: None,
) -> Report:
    """Read `data` into a report with its passages, now. The same bytes again answer the report there is.

    Raises UnreadableReportError for a file that cannot be read, NotPermittedError; then nothing is kept.
    """
    report, is_known = _report_for(data, filename, by, workshop)
    if is_known:
        return report
    understood = understand(read_file.read(data, filename, progress), report.filename)
    try:
        return keep(report, understood)
    except IntegrityError:
        # Somebody brought in the same file at the same moment and was first.
        return Report.objects.get(digest=report.digest)


def receive_report(data: bytes, filename: str, by: User, workshop: Workshop | None = None) -> Report:
    """Take `data` in: a small text is read now, whatever else waits for a worker. Never makes two of the same bytes.

    Raises UnreadableReportError for what its first look refuses, NotPermittedError; then nothing is kept.
    """
    if read_file.kind_of(data, filename) == FileKind.TEXT and len(data) <= AT_ONCE:
        return harvest_report(data, filename, by, workshop)
    report, is_known = _report_for(data, filename, by, workshop)
    if is_known:
        return report
    report.state, report.problem, report.attempts, report.percent = Report.State.WAITING, "", 0, 0
    try:
        with transaction.atomic():
            report.save()
            # The same name again is the mended file: what was wrong with the first is no news any more.
            failed = Report.objects.filter(state=Report.State.FAILED, filename=report.filename, harvested_by=by)
            failed.exclude(pk=report.pk).delete()
            ReportFile.objects.update_or_create(report=report, defaults={"data": data})
            wake("cms.tasks.read_reports")
    except IntegrityError:
        return Report.objects.get(digest=report.digest)
    return report


def _report_for(data: bytes, filename: str, by: User, workshop: Workshop | None) -> tuple[Report, bool]:
    """The report of these bytes, and whether it is there already. One that could not be read may be tried again."""
    if not by.has_perm("cms.add_report"):
        raise NotPermittedError
    digest = hashlib.sha256(data).hexdigest()
    report = Report.objects.filter(digest=digest).first()
    if report and not report.is_failed:
        return report, True
    name = PurePath(filename).name[:200]
    report = report or Report(digest=digest)
    report.title, report.filename, report.workshop, report.harvested_by = PurePath(name).stem, name, workshop, by
    return report, False


@dataclass(frozen=True)
class Understood:
    """What a report says, passage by passage with its suggestion, and in which language."""

    reading: Reading
    suggestions: list[Suggestion]
    language: str


def understand(blocks: Sequence[Block], filename: str) -> Understood:
    """What the blocks of a file say. Raises UnreadableReportError where nothing in them says anything."""
    reading = split(blocks, fallback_title=PurePath(filename).stem)
    if not reading.passages:
        raise read_file.UnreadableReportError(FileProblem.EMPTY)
    suggestions = suggest(reading.passages, Topic.objects.values_list("name", flat=True))
    return Understood(reading, suggestions, language_of(" ".join(block.text for block in blocks)))


@transaction.atomic
def keep(report: Report, understood: Understood) -> Report:
    """Make what was understood the passages of `report`, which is then ready to be reviewed."""
    reading = understood.reading
    report.title, report.language = reading.title, understood.language
    report.left_out = [{"text": line.text, "reason": line.reason.value} for line in reading.left_out]
    report.state, report.percent, report.problem = Report.State.READY, 100, ""
    report.leased_by, report.lease_ends_at = "", None
    report.save()
    ReportFile.objects.filter(report=report).delete()
    found = zip(reading.passages, understood.suggestions, strict=True)
    index = TopicIndex()
    Passage.objects.bulk_create(
        [_passage(report, place, passage, why, index) for place, (passage, why) in enumerate(found, 1)]
    )
    log(report, "cosecha.harvest", user=report.harvested_by, data={"passages": len(reading.passages)})
    return report


def _passage(report: Report, position: int, passage: Split, suggestion: Suggestion, index: TopicIndex) -> Passage:
    topics = index.keys_of(suggestion.topics)
    return Passage(
        report=report,
        position=position,
        page=passage.page,
        heading_path=list(passage.path),
        activity=passage.activity[:160],
        marker=passage.marker[:12],
        text=passage.text,
        suggested_kind=suggestion.kind,
        suggested_type=suggestion.type,
        reason=suggestion.reason.code,
        reason_about=suggestion.reason.about[:240],
        kind=suggestion.kind,
        type=suggestion.type,
        title=suggestion.title[:160],
        edited_text=suggestion.words or passage.text,
        topics=topics.slugs,
        new_topics=topics.new_names,
        speaker=suggestion.speaker[:160],
        role=suggestion.role[:120],
    )
