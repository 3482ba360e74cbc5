"""Where a page of a list ends: an opaque mark that stays right while things are added and taken away."""

import base64
import json
from datetime import datetime

from cms.core.errors import CosechaError


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
    except (ValueError, TypeError) as error:
        raise BadCursorError(detail=str(error)) from error
    if moment.tzinfo is None or not isinstance(pk, int) or not 0 < pk < 2**63:
        raise BadCursorError(detail="not one of ours")
    return moment, pk
