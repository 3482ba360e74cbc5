"""What one person leaves, as plain values: nothing here reads or writes anything."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cms.models import ConsentTerms, Kind, Topic


@dataclass(frozen=True)
class SubmittedPerson:
    """Who it is, as they said it."""

    full_name: str
    role: str = ""
    region: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Proof:
    """What shows that the person said yes: a drawn signature, a recording, or who heard it."""

    how: ConsentTerms.How
    signature: bytes = b""
    voice: bytes = b""


@dataclass(frozen=True)
class Submission:
    """One person's words with all that they allowed. `answers`: each question as it was shown, and their answer."""

    key: UUID
    digest: str
    kind: Kind
    words: str
    language: str
    person: SubmittedPerson
    proof: Proof
    terms: dict[str, Any]
    photo: bytes = b""
    topic: Topic | None = None
    answers: list[tuple[str, str]] = field(default_factory=list)


def last_day(begins_on: date, years: int) -> date:
    """The last of `years` whole years that begin on a day, and never a day more."""
    try:
        again = begins_on.replace(year=begins_on.year + years)
    except ValueError:  # 29 February
        again = begins_on.replace(year=begins_on.year + years, day=28)
    return again - timedelta(days=1)
