"""The content, whose it is, and what they allowed."""

from cms.models.approval import Approval
from cms.models.content import CONTENT_MODELS, Content, Learning, Quote, Testimony, model_for
from cms.models.items import Item, Kind, Voice
from cms.models.people import Consent, ConsentTerms, Contributor, Credit, Organisation, Workshop
from cms.models.reports import Passage, PassageKind, Report
from cms.models.running import Incident, WorkerBeat
from cms.models.topics import Topic
from cms.models.withdrawal import Receipt, Withdrawal

__all__ = [
    "CONTENT_MODELS",
    "Approval",
    "Consent",
    "ConsentTerms",
    "Content",
    "Contributor",
    "Credit",
    "Incident",
    "Item",
    "Kind",
    "Learning",
    "Organisation",
    "Passage",
    "PassageKind",
    "Quote",
    "Receipt",
    "Report",
    "Testimony",
    "Topic",
    "Voice",
    "Withdrawal",
    "WorkerBeat",
    "Workshop",
    "model_for",
]
