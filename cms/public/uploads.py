"""Uploaded pictures. Documents are served by Wagtail's own view alone, which asks who may open them."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

PRIVATE = "documents"


def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file below the uploads folder that is not a document, however its path is spelled."""
    folder = posixpath.normpath(path).lstrip("/").split("/")[0]
    if folder.casefold() == PRIVATE:
        raise Http404
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
