"""Uploaded files by their own address: for staff, and the brand's logo for everybody.

A file's address knows no gate and would outlive a withdrawal, so readers get photos through `cms.public.files.photos`.
Documents are served by Wagtail's own view alone, which asks who may open them.
"""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

from media.models import Brand, Rendition

PRIVATE = "documents"
# In letters. The file system allows 255 bytes, and stored names have at most 100 letters (`CustomImage.file`).
LONGEST_FILE_NAME = 120


def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture below the uploads folder, however its path is spelled."""
    plain = posixpath.normpath(path).lstrip("/")
    if plain.split("/")[0].casefold() == PRIVATE or any(len(part) > LONGEST_FILE_NAME for part in plain.split("/")):
        raise Http404
    if not request.user.has_perm("wagtailadmin.access_admin") and not is_logo(plain, Brand.load(request)):
        raise Http404
    response = serve(request, plain, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "private, max-age=60"
    return response


def is_logo(path: str, brand: Brand) -> bool:
    """Whether the file at `path` is the brand's logo, in any size."""
    return brand.shown_logo is not None and Rendition.objects.filter(file=path, image=brand.shown_logo).exists()
