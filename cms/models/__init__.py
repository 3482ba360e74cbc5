"""The content, whose it is, and what they allowed."""

from cms.models.approval import Approval, ApprovalNotice, ApprovedVersion, ChangeRequest
from cms.models.capture import CaptureEntry, CaptureLink
from cms.models.consent import Consent, ConsentNotice, ConsentTerms, ConsentTermsNetwork, Credit
from cms.models.content import Content
from cms.models.erasure import Erasure, WithdrawnWords
from cms.models.imports import ImportedRow, QuoteTable
from cms.models.items import Item, Kind, Voice
from cms.models.jobs import DatabaseOrigin, FileTask, Hold, Incident, ProcessRun, WorkerBeat
from cms.models.kinds import (
    CONTENT_MODELS,
    Commitment,
    DiscussionGroup,
    Learning,
    Quote,
    Resource,
    Testimony,
    Webinar,
    model_for,
)
from cms.models.people import Contributor, Organisation, Workshop
from cms.models.reports import Passage, PassageKind, Recut, Report, ReportFile
from cms.models.take_back import Receipt, TakeBack
from cms.models.topics import Topic
from cms.models.translations import Translation

__all__ = [
    "CONTENT_MODELS",
    "Approval",
    "ApprovalNotice",
    "ApprovedVersion",
    "CaptureEntry",
    "CaptureLink",
    "ChangeRequest",
    "Commitment",
    "Consent",
    "ConsentNotice",
    "ConsentTerms",
    "ConsentTermsNetwork",
    "Content",
    "Contributor",
    "Credit",
    "DatabaseOrigin",
    "DiscussionGroup",
    "Erasure",
    "FileTask",
    "Hold",
    "ImportedRow",
    "Incident",
    "Item",
    "Kind",
    "Learning",
    "Organisation",
    "Passage",
    "PassageKind",
    "ProcessRun",
    "Quote",
    "QuoteTable",
    "Receipt",
    "Recut",
    "Report",
    "ReportFile",
    "Resource",
    "TakeBack",
    "Testimony",
    "Topic",
    "Translation",
    "Voice",
    "Webinar",
    "WithdrawnWords",
    "WorkerBeat",
    "Workshop",
    "model_for",
]
