"""Where a page of a list ends: an opaque mark that stays right while things are added and taken away."""

import base64
import json
from datetime import datetime

from cms.core.errors import CosechaError

CURSOR_PATTERN = "^[A-Za-z0-9_-]+$"
LONGEST_CURSOR = 200
# A moment that any time zone and database can calculate with.
YEARS = range(1900, 3000)


class BadCursorError(CosechaError):
    """The cursor did not come from us."""


def encode(published_at: datetime, pk: int) -> str:
    """The mark after the row published at `published_at` with key `pk`."""
    return base64.urlsafe_b64encode(json.dumps([published_at.isoformat(), pk]).encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, int]:
    """What `encode` was given. Raises BadCursorError for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        when, pk = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        moment = datetime.fromisoformat(when)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadCursorError(detail=str(error)) from error
    if type(pk) is not int or not 0 < pk < 2**63 or moment.tzinfo is None or moment.year not in YEARS:
        raise BadCursorError(detail="not one of ours")
    if encode(moment, pk) != cursor:
        raise BadCursorError(detail="written in another way than ours")
    return moment, pk
