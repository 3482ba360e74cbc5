"""What no form refused before it was to be stored is answered with its sentence, and is no error of the server."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from media.refusals import RETRY_SECONDS, RefusedFileError

logger = logging.getLogger(__name__)


class RefusedFiles:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RefusedFileError):
            return None
        logger.warning("A file was refused: %s %s", exception.problem, exception.detail)
        response = HttpResponse(str(exception), content_type="text/plain; charset=utf-8", status=exception.status)
        if exception.status == 503:
            response["Retry-After"] = str(RETRY_SECONDS)
        return response
