"""Bring what is stored into the forms that the fields give to what is written: texts, skeleton columns, verdicts.

Each step can be repeated; a second run changes nothing. Rows that are append-only stay as they are: they read in their
kept form all the same, for the fields apply it to what they load.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast
from modelsearch import index
from wagtail.fields import StreamField

from cms.consent.approvals import carry_over
from cms.consent.disclosure import recheck_all
from cms.core.append_only import is_append_only
from cms.core.text.skeleton_search import SkeletonField, words_to_find
from cms.models import Item
from media.text.fields import KeptText
from media.text.kept import kept

BATCH = 200
_UNCHANGED = object()


@dataclass
class KeptTexts:
    """What was done: how many rows changed by model, and which could not, because another row has that name already."""

    changed: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    judged: int = 0


def keep_stored_texts() -> KeptTexts:
    """Write every stored text in its kept form, with the skeletons made of it, and judge all items anew.

    Approvals of items are carried over to the digest of the kept form, which shows the same words.
    """
    done = KeptTexts()
    for model in apps.get_models():
        if not is_append_only(model):
            _keep_rows(model, done)
    _judge_items(done)
    return done


def _keep_rows(model: type[models.Model], done: KeptTexts) -> None:
    fields = [
        one for one in model._meta.local_concrete_fields if isinstance(one, KeptText | StreamField | SkeletonField)
    ]
    if not fields:
        return
    # A stream reads in its kept form; what is stored of it is asked for as text.
    stored = {
        f"stored_{one.name}": Cast(one.name, models.TextField()) for one in fields if isinstance(one, StreamField)
    }
    rows = model._base_manager.order_by("pk").annotate(**stored).values("pk", *stored, *_read_with(fields))
    for row in rows.iterator(chunk_size=BATCH):
        changes = {one.name: form for one in fields if (form := _form_of(one, row)) is not _UNCHANGED}
        if changes:
            _write(model, row["pk"], changes, done)


def _read_with(fields: list[Any]) -> set[str]:
    """The fields, and those that skeletons are made of."""
    made_of = {name for one in fields if isinstance(one, SkeletonField) for name in one.of}
    return {one.name for one in fields} | made_of


def _form_of(one: Any, row: dict[str, Any]) -> Any:
    """The form that a value should have; _UNCHANGED where it has it. `values()` reads texts as they are stored."""
    value = row[one.name]
    if isinstance(one, StreamField):
        raw = json.loads(row[f"stored_{one.name}"] or "[]")
        return _UNCHANGED if raw == list(value.raw_data) else value
    form = words_to_find(*(kept(row[name]) for name in one.of)) if isinstance(one, SkeletonField) else one.keep(value)
    return _UNCHANGED if form == value else form


def _write(model: type[models.Model], key: Any, changes: dict[str, Any], done: KeptTexts) -> None:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=key).update(**changes)
    except IntegrityError:
        done.refused.append(f"{model._meta.label} {key}")
        return
    done.changed[model._meta.label] += 1
    if issubclass(model, index.Indexed):
        index.insert_or_update_object(model._base_manager.get(pk=key))


def _judge_items(done: KeptTexts) -> None:
    """Judge every item by today's rules, in batches. What is stale has changed otherwise, and keeps no approval."""
    last = 0
    while batch := list(Item.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        before = {item.pk: item.content_digest for item in batch if not item.disclosure_stale_at}
        with transaction.atomic():
            recheck_all(batch)
            for item in batch:
                if before.get(item.pk, item.content_digest) != item.content_digest:
                    carry_over(item, before[item.pk], item.content_digest)
        done.judged += len(batch)
        last = batch[-1].pk
