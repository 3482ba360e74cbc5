"""A full disk or a locked database is answered with its sentence instead of "something went wrong", and told to staff.

It stands where Django answers whatever no view and no middleware caught, so that saving the session is covered too.
https://docs.djangoproject.com/en/5.2/ref/views/#the-500-server-error-view
"""

import sys
import time

from django.http import HttpRequest, HttpResponse

from cms.api.problems import problem
from cms.core.storage_failures import SENTENCES, StorageFailure, storage_failure
from cms.jobs.incidents import keep_outside
from cms.public.pages import error_views

RETRY_SECONDS = "60"
# Every request may fail for the same reason: it is noted once in so many seconds.
NOTED_AGAIN_AFTER = 60.0
# In English, like everything the content API says.
DETAILS = {
    StorageFailure.FULL: "The server's disk is full. Ask again later.",
    StorageFailure.BUSY: "The server's database is busy. Ask again in a minute.",
}

_noted_at: dict[StorageFailure, float] = {}


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with what failed where storage did; 500 otherwise."""
    error = sys.exc_info()[1]
    failure = storage_failure(error)
    if failure is None:
        return error_views.server_error(request)
    note(failure, error)
    if request.path.startswith("/api/"):
        response = problem(503, DETAILS.get(failure, "The server cannot reach its database. Ask again later."))
    else:
        response = error_views.storage_failed(request, SENTENCES[failure])
    response["Retry-After"] = RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def note(failure: StorageFailure, error: BaseException | None) -> None:
    """Keep it outside of the database, for the home page and until the worker can write it down."""
    now = time.monotonic()
    if now - _noted_at.get(failure, -NOTED_AGAIN_AFTER) < NOTED_AGAIN_AFTER:
        return
    _noted_at[failure] = now
    sentence, what_to_do = SENTENCES[failure]
    texts = {"sentence": str(sentence), "what_to_do": str(what_to_do), "url": "", "detail": repr(error)[:4000]}
    keep_outside(f"storage.{failure.value}", texts)
