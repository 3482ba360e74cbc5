"""The proof of a consent: a private document that only permitted staff open.

It is stored with Wagtail's documents but hidden from their list and choosers (cms/admin/people/evidence.py). It is
opened from the consent that it proves.
"""

import secrets
from pathlib import PurePath
from typing import Any, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Collection

from cms.models import ConsentTerms
from cms.users.models import User
from cms.users.roles import EVIDENCE
from media.models import CustomDocument

# What a signed form or a recording comes as.
EXTENSIONS = ("docx", "odt", "pdf", "md", "txt", "mp3", "m4a", "ogg", "webm", "jpg", "jpeg", "png")


def keep_evidence(file: UploadedFile, by: User) -> CustomDocument:
    """Store a signed form or recording. Neither its title nor its file name says whose it is."""
    document = stored_evidence(file, PurePath(file.name or "").suffix, by)
    document.save()
    return document


def stored_evidence(file: "File[bytes]", suffix: str, by: User | None = None) -> CustomDocument:
    """The file in its place, and its document not saved yet: so that a transaction needs to wait for no file."""
    title = _("Evidence of %s") % timezone.localtime().strftime("%Y-%m-%d %H:%M")
    document: Any = CustomDocument(title=title, collection=collection(), uploaded_by_user=by)
    document.file.keep(f"{secrets.token_hex(16)}{suffix.lower()}", file)
    return cast(CustomDocument, document)


def collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=EVIDENCE).first()
    return found or root.add_child(name=EVIDENCE)


def evidence() -> Q:
    """Which documents are evidence: by where they are kept, and by what rests on them. In columns that search knows."""
    kept = Q(collection__in=Collection.objects.filter(name=EVIDENCE))
    return kept | Q(pk__in=ConsentTerms.objects.filter(evidence__isnull=False).values("evidence"))


def is_evidence(document: CustomDocument) -> bool:
    return CustomDocument.objects.filter(evidence(), pk=document.pk).exists()


@hooks.register("before_serve_document", order=-1)
def refuse_evidence(document: CustomDocument, request: HttpRequest) -> None:
    """For who may not open it, the document does not exist."""
    if is_evidence(document) and not request.user.has_perm("cms.open_evidence"):
        raise Http404
