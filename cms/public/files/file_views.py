"""The files of resources, served through the gate: a file's own address would outlive a withdrawal."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe
from wagtail import hooks

from cms.core.absolute_urls import absolute
from cms.public.items.lookup import Gone, find_readable
from cms.public.items.visible_fields import Readable
from cms.public.lists.sections import section_of
from cms.public.pages.error_views import gone
from cms.public.pages.http_cache import MAX_AGE


@dataclass(frozen=True)
class ReadersFile:
    """A file that readers can open. `path` is its address within this site, `ending` says what it is: "PDF"."""

    path: str
    ending: str
    media_type: str
    bytes: int

    @property
    def url(self) -> str:
        return absolute(self.path)

    @property
    def size(self) -> str:
        return filesizeformat(self.bytes)


def file_of(found: Readable) -> ReadersFile | None:
    """The file of a `Content`, at an address that answers for as long as the gate lets it. Opens nothing."""
    document = document_of(found.content)
    if document is None or not found.item.slug:
        return None
    arguments = [found.content.language, section_of(found.content.kind).segment, found.item.slug, ending_of(document)]
    return _described(reverse("file", args=arguments), document)


def draft_file_of(found: Readable) -> ReadersFile | None:
    """The same for staff who look at a draft, whose own address does not answer yet."""
    document = document_of(found.content)
    return _described(document.url, document) if document else None


def document_of(content: Any) -> Any:
    """The document that readers of a `Content` can open: none that waits to be cleaned or read, and no evidence."""
    return next((document for document in content.files if document.is_for_readers), None)


def ending_of(document: Any) -> str:
    return PurePath(document.filename).suffix.lstrip(".").lower() or "bin"


@require_safe
def file(request: HttpRequest, language: str, segment: str, slug: str, ending: str) -> HttpResponseBase:
    """The file of a `Content` that is cleared, to be kept and not shown: what is in it was written by others.

    Its name is that of its address. The one under which it was brought in says things that nobody meant for readers.
    """
    try:
        found = find_readable(language, segment, slug)
    except Gone:
        return gone(request)
    document = document_of(found.content)
    if document is None or ending_of(document) != ending:
        raise Http404
    etag = f'"{document.get_file_hash()}"'
    response = get_conditional_response(request, etag=etag) or FileResponse(
        document.file.open("rb"), as_attachment=True, filename=f"{slug}.{ending}", content_type=media_type(document)
    )
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE, must_revalidate=True)
    return response


def media_type(document: Any) -> str:
    return mimetypes.guess_type(document.filename)[0] or "application/octet-stream"


def _described(path: str, document: Any) -> ReadersFile:
    return ReadersFile(path, ending_of(document).upper(), media_type(document), document.get_file_size() or 0)


@hooks.register("before_serve_document")
def for_staff_alone(document: Any, request: HttpRequest) -> None:
    """A document's own address knows no gate: readers get files by that of their resource."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
