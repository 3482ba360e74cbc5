"""Asking for a change of something that readers see, and deciding about it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.content.shown.fields import FILE, field_of, set_value, stored, value_of, values_of
from cms.content.shown.guard import check_for
from cms.content.shown.places import may_change, may_change_wherever, shown_in
from cms.core.errors import CosechaError, NotPermittedError, WrongMomentError
from cms.models import ChangeRequest, Kind
from cms.users.models import User
from media.models import CustomDocument, CustomImage, DocumentWords

State = ChangeRequest.State
# What a row says about its file, in the order in which it is set.
FILE_FACTS = ("file", "width", "height", "file_size", "file_hash", "cleaned_name", "is_read")


class NothingAskedError(CosechaError):
    sentence = _("Nothing is different from what readers see now.")


class ChangedMeanwhileError(CosechaError):
    """Applying it would undo what somebody did after it was asked for."""

    sentence = _("This was changed after the request was made. Look at both, and decline it or change it by hand.")


class CannotApplyError(CosechaError):
    """The proposed values are not possible any more, or the file is gone."""

    sentence = _("This change is not possible any more. Decline it, and say why.")


def ask_for_change(row: Model, proposed: dict[str, Any], by: User, reason: str = "", file: Any = None) -> ChangeRequest:
    """Ask that `row` gets the plain values `proposed`, and `file` for the one it has. Nothing of `row` changes.

    An earlier request of the same person about the same row gives way to this one.
    """
    now = values_of(stored(row), tuple(proposed))
    proposed = {name: value for name, value in proposed.items() if value != now[name]}
    names = [*proposed, *([FILE] if file else [])]
    if not names:
        raise NothingAskedError
    replacement = _replacement(row, file, by) if file else None
    kind = ContentType.objects.get_for_model(row)
    with transaction.atomic():
        earlier = ChangeRequest.objects.filter(content_type=kind, object_id=row.pk, asked_by=by, state=State.OPEN)
        for one in earlier:
            _forget_replacement(one)
        earlier.delete()
        request = ChangeRequest.objects.create(
            content_type=kind,
            object_id=row.pk,
            before=values_of(stored(row), tuple(names)),
            proposed=proposed,
            reason=reason[:400],
            asked_by=by,
            **{("image" if isinstance(row, CustomImage) else "document"): replacement},
        )
        log(row, "cosecha.ask_change", user=by, data={"fields": labels_of(request)})
    return request


def apply_change(request: ChangeRequest, by: User) -> None:
    """Make the change that was asked for.

    Raises WrongMomentError where it was decided, ChangedMeanwhileError where the row is not as it was, and
    CannotApplyError.
    """
    with transaction.atomic():
        locked, row = _open(request, by)
        names = tuple(locked.before)
        if values_of(row, names) != locked.before:
            raise ChangedMeanwhileError
        try:
            for name, value in locked.proposed.items():
                set_value(row, name, value)
            if FILE in names:
                _exchange_files(row, locked)
            row.full_clean()
        except (ValidationError, OSError, ValueError) as cause:
            raise CannotApplyError(detail=repr(cause)) from cause
        row.save()
        _decide(locked, State.APPLIED, by, "")
        log(row, "cosecha.apply_change", user=by, data={"fields": labels_of(locked), "by": str(locked.asked_by or "")})
        _forget_replacement(locked)


def decline_change(request: ChangeRequest, by: User, comment: str = "") -> None:
    """Leave everything as it is; who asked reads why."""
    with transaction.atomic():
        locked, row = _open(request, by)
        _decide(locked, State.DECLINED, by, comment)
        log(row, "cosecha.decline_change", user=by, data={"fields": labels_of(locked)})
        _forget_replacement(locked)


def may_decide_some(user: Any) -> bool:
    """Whether `user` may publish anything: only they find requests waiting."""
    return any(user.has_perm(f"cms.publish_{kind.value}") for kind in Kind)


def waiting_requests(user: Any) -> list[ChangeRequest]:
    """The open requests that `user` may decide about, the oldest first. One whose row is gone is left out."""
    if not may_decide_some(user):
        return []
    rows = ChangeRequest.objects.filter(state=State.OPEN).select_related("asked_by", "image", "document")
    found = [one for one in rows.order_by("pk").prefetch_related("target") if one.target is not None]
    return [one for one in found if may_change_wherever(user, one.target) or may_change(user, shown_in(one.target))]


def requests_of(user: Any) -> QuerySet[ChangeRequest]:
    """What `user` asked for."""
    return ChangeRequest.objects.filter(asked_by=user).select_related("decided_by", "image", "document")


def labels_of(request: ChangeRequest) -> list[str]:
    """What the fields are called that are to change."""
    return [str(field_of(request.target, name).verbose_name) for name in request.before]


def _open(request: ChangeRequest, by: User) -> tuple[ChangeRequest, Any]:
    """The request, locked, and its row, where `by` may decide and nobody did."""
    locked = ChangeRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != State.OPEN or locked.target is None:
        raise WrongMomentError
    model = type(locked.target)
    row = model._default_manager.select_for_update().get(pk=locked.object_id)
    if not may_decide_some(by):
        raise NotPermittedError
    check_for(by, row)
    return locked, row


def _decide(request: ChangeRequest, state: State, by: User, comment: str) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.comment = comment.strip()[:400]
    request.save(update_fields=["state", "decided_by", "decided_at", "comment"])


def _replacement(row: Any, file: Any, by: User) -> Any:
    """A row of the same model that holds the proposed file until somebody decided."""
    made = type(row)(title=row.title, collection=row.collection, uploaded_by_user=by)
    made.file = file
    made.save()
    return made


def _exchange_files(row: Any, request: ChangeRequest) -> None:
    """The row gets the file that waited, as it was stored; what held it gets the earlier one, and goes with it."""
    held = request.image or request.document
    if held is None:
        raise CannotApplyError
    facts = [field.name for field in row._meta.concrete_fields if field.name in FILE_FACTS]
    before, after = ({name: value_of(one, name) for name in facts} for one in (row, held))
    for one, values in ((row, after), (held, before)):
        for name in facts:  # the file first: Django reads its width and height when it is set
            setattr(one, name, values[name])
    if isinstance(row, CustomDocument):
        # The check that nobody is named asks these words.
        row.words = DocumentWords.objects.filter(document=held).values_list("text", flat=True).first()
        row.is_read = row.is_read and row.words is not None
    held.save()
    if isinstance(row, CustomImage):
        row.renditions.all().delete()


def _forget_replacement(request: ChangeRequest) -> None:
    for held in (request.image, request.document):
        if held is not None:
            held.delete()
