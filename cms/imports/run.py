"""Importing a table: all of its rows become drafts in one transaction, or nothing changes."""

from dataclasses import dataclass
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core.errors import CosechaError, NotPermittedError, WrongMomentError
from cms.imports.preview import ImportPlan, plan
from cms.imports.read_table import Table
from cms.imports.reader import read
from cms.imports.write import write_drafts
from cms.models import QuoteTable
from cms.users.models import User


class UnfinishedTableError(CosechaError):
    """Some rows cannot be imported as they are, and nobody said to leave them out."""

    sentence = _("Some rows cannot be imported yet. Nothing was imported.")


@dataclass(frozen=True)
class Imported:
    """What an import made."""

    plan: ImportPlan
    drafts: int


def keep_table(data: bytes, filename: str, by: User) -> QuoteTable:
    """Read a file and keep what it holds until it is imported. Raises UnreadableTableError, NotPermittedError."""
    if not by.has_perm("cms.add_quote"):
        raise NotPermittedError
    table = read(data, filename)
    return QuoteTable.objects.create(filename=PurePath(filename).name[:200], content=table.as_json(), uploaded_by=by)


def plan_of(table: QuoteTable, by: User) -> ImportPlan:
    """What importing a kept table would do. Raises WrongMomentError once it is imported."""
    if table.content is None:
        raise WrongMomentError
    return plan(Table.from_json(table.content), table.choices, by)


def import_table(table: QuoteTable, by: User, *, leaves_out_errors: bool = False) -> Imported:
    """Make the drafts of a kept table, then forget what it held. What is here already is not made again.

    Raises UnfinishedTableError where rows have errors or questions, unless those are left out; NotPermittedError.
    """
    try:
        return _import(table, by, leaves_out_errors)
    except IntegrityError as error:
        # Somebody imported some of the same rows at the same moment and was first.
        raise WrongMomentError(detail=repr(error)) from error


@transaction.atomic
def _import(table: QuoteTable, by: User, leaves_out_errors: bool) -> Imported:
    locked = QuoteTable.objects.select_for_update().get(pk=table.pk)
    found = plan_of(locked, by)
    if found.stopped_by and not leaves_out_errors:
        raise UnfinishedTableError
    _check_permission(found, by)
    count = write_drafts(found, locked, by)
    locked.content, locked.choices, locked.draft_count, locked.imported_at = None, {}, count, timezone.now()
    locked.save()
    log(locked, "cosecha.import_quotes", user=by, data={"drafts": count, "left_out": found.stopped_by})
    return Imported(found, count)


def _check_permission(found: ImportPlan, by: User) -> None:
    """Whoever imports may make each thing by hand as well."""
    wanted = {f"cms.add_{card.row.kind.value}" for card in found.drafts} | {"cms.add_quote"}
    made = {
        "cms.add_contributor": found.new_people,
        "cms.add_topic": found.new_topics,
        "cms.add_workshop": found.new_workshops,
        "cms.add_organisation": found.new_organisations,
    }
    wanted |= {permission for permission, new in made.items() if new}
    if not all(by.has_perm(permission) for permission in wanted):
        raise NotPermittedError
