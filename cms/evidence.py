"""The proof of a consent: a private document that only permitted staff open."""

import secrets
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Collection

from cms.models import ConsentTerms
from cms.users.roles import EVIDENCE
from media.models import CustomDocument


def keep_evidence(file: UploadedFile, by: Any) -> CustomDocument:
    """Store a signed form or recording. Neither its title nor its file name says whose it is."""
    file.name = f"{secrets.token_hex(16)}{PurePath(file.name or '').suffix.lower()}"
    title = _("Evidence of %s") % timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return CustomDocument.objects.create(title=title, file=file, collection=collection(), uploaded_by_user=by)


def collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=EVIDENCE).first()
    return found or root.add_child(name=EVIDENCE)


def is_evidence(document: CustomDocument) -> bool:
    return document.collection.name == EVIDENCE or ConsentTerms.objects.filter(evidence=document).exists()


@hooks.register("before_serve_document")
def refuse_evidence(document: CustomDocument, request: HttpRequest) -> None:
    """For who may not open it, the document does not exist."""
    if is_evidence(document) and not request.user.has_perm("cms.open_evidence"):
        raise Http404
