"""What readers see changes only by who may publish, whatever view, form or bulk action writes the row.

It holds for requests of the admin. Forms refuse earlier and offer to ask for the change (cms/admin/changes/forms.py).
Each change of something that readers see is noted in the history of the content that shows it.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.content.shown.fields import FILE, changed_fields, field_of, shown_models, stored
from cms.content.shown.places import ShownIn, live_contents, may_change, may_change_wherever, shown_in
from cms.core.audit_log import log_many
from cms.core.errors import NotPermittedError
from cms.models import CONTENT_MODELS, Contributor, Workshop
from cms.users.session import acting_user

# In how many histories one change is noted. That of a topic of thousands of items stands in its own.
NOTED = 200


class ShownToReadersError(NotPermittedError):
    """Readers would see the change at once."""

    sentence = gettext_lazy("Readers see this. Only somebody who may publish can change it.")


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for model in shown_models():
        name = model.__name__
        pre_save.connect(before_saved, sender=model, dispatch_uid=f"shown_before_saved_{name}")
        post_save.connect(after_saved, sender=model, dispatch_uid=f"shown_after_saved_{name}")
        pre_delete.connect(before_deleted, sender=model, dispatch_uid=f"shown_before_deleted_{name}")
    through = Workshop.organisations.through
    m2m_changed.connect(before_organisations, sender=through, dispatch_uid="shown_organisations")


def check(row: Model) -> None:
    """Raise ShownToReadersError where the acting person may not change what readers see of `row`."""
    by = acting_user()
    if by is not None:
        check_for(by, row)


def check_for(by: Any, row: Model) -> None:
    if may_change_wherever(by, row):
        return
    seen = shown_in(row)
    if not may_change(by, seen):
        raise ShownToReadersError(refusal(seen))


def refusal(seen: ShownIn) -> str:
    """The sentence with what shows it by name."""
    names = [f"«{content.headline}»" for content in seen.contents]
    if seen.is_logo:
        names.append(_("the brand, as its logo"))
    if seen.others:
        names.append(_("%d more") % seen.others)
    return _("Readers see this in %(places)s. Only somebody who may publish can change it.") % {
        "places": ", ".join(names)
    }


def before_saved(
    sender: type[Model], instance: Any, raw: bool = False, update_fields: Any = None, **_options: Any
) -> None:
    changes = [] if raw else changed_fields(instance)
    written = changes if update_fields is None else set(update_fields)
    instance._shown_changes = [name for name in changes if name in written]
    if instance._shown_changes:
        try:
            check(instance)
        except ShownToReadersError:
            _forget_new_file(instance)
            raise


def after_saved(sender: type[Model], instance: Any, created: bool = False, **_options: Any) -> None:
    changes = getattr(instance, "_shown_changes", [])
    if changes and not created and acting_user() is not None:
        note_change(instance, changes)


def _forget_new_file(row: Any) -> None:
    """A row stores its file before it is saved itself (`media.models.Cleaned`)."""
    before = stored(row)
    if FILE in row._shown_changes and row.file._committed and row.file.name != before.file.name:
        row.file.storage.delete(row.file.name)


def before_deleted(sender: type[Model], instance: Any, **_options: Any) -> None:
    check(instance)


def before_organisations(
    sender: type[Model], instance: Any, action: str, pk_set: set[int] | None, **_options: Any
) -> None:
    if isinstance(instance, Workshop) and action in ("pre_add", "pre_remove", "pre_clear") and pk_set != set():
        check(instance)


def note_change(row: Model, names: list[str]) -> None:
    """Write into the history of the newest content that shows `row` what of it changed."""
    labels = [str(field_of(row, name).verbose_name) for name in names]
    # A person's name stands in no history but their own, which is forgotten with them.
    of = "" if isinstance(row, Contributor) else str(row)
    data = {"of": of, "kind": str(row._meta.verbose_name), "fields": labels}
    for model in CONTENT_MODELS:
        found = live_contents(model, row)
        if found is not None:
            newest = found.order_by("-first_published_at")[:NOTED]
            log_many([(content, "cosecha.shown_change", {"data": data}) for content in newest], None)
