"""Reading a report in: one file becomes one report with its passages, once."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from cms.errors import NotPermittedError
from cms.harvest import reader
from cms.harvest.language import language_of
from cms.harvest.passages import Reading, Split, split
from cms.harvest.suggest import Suggestion, suggest
from cms.models import Passage, Report, Topic, Workshop


def harvest_report(data: bytes, filename: str, by: Any, workshop: Workshop | None = None) -> Report:
    """Read `data` into a report with its passages. The same bytes again answer the report there is, and change nothing.

    Raises UnreadableReportError for a file that cannot be read, NotPermittedError; then nothing is kept.
    """
    if not by.has_perm("cms.add_report"):
        raise NotPermittedError
    digest = hashlib.sha256(data).hexdigest()
    known = Report.objects.filter(digest=digest).first()
    if known:
        return known
    text = reader.read(data, filename)
    name = PurePath(filename).name
    reading = split(text, fallback_title=PurePath(name).stem)
    if not reading.passages:
        raise reader.UnreadableReportError(reader.NOTHING_TO_HARVEST)
    suggestions = suggest(reading.passages, Topic.objects.values_list("name", flat=True))
    report = Report(title=reading.title, filename=name[:200], digest=digest, workshop=workshop, harvested_by=by)
    report.language = language_of(text)
    report.left_out = [{"text": line.text, "reason": line.reason.value} for line in reading.left_out]
    try:
        _store(report, reading, suggestions)
    except IntegrityError:
        # Somebody read in the same file at the same moment and was first.
        return Report.objects.get(digest=digest)
    return report


@transaction.atomic
def _store(report: Report, reading: Reading, suggestions: list[Suggestion]) -> None:
    report.save()
    Passage.objects.bulk_create(
        [
            _passage(report, position, passage, suggestion)
            for position, (passage, suggestion) in enumerate(zip(reading.passages, suggestions, strict=True), 1)
        ]
    )
    log(report, "cosecha.harvest", user=report.harvested_by, data={"passages": len(reading.passages)})


def _passage(report: Report, position: int, passage: Split, suggestion: Suggestion) -> Passage:
    return Passage(
        report=report,
        position=position,
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
        wording=suggestion.words or passage.text,
        topics=list(suggestion.topics),
        speaker=suggestion.speaker[:160],
        role=suggestion.role[:120],
    )
