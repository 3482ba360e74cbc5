"""Leaving nothing of a person's words, pictures and name in this installation: each step for one kind of place."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model, Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from cms.core.text.skeleton_search import words_to_find
from cms.models import (
    CONTENT_MODELS,
    ChangeRequest,
    Consent,
    ConsentNotice,
    ConsentTerms,
    ConsentTermsNetwork,
    Content,
    Contributor,
    Item,
    Passage,
    Recut,
    TakeBack,
    Translation,
)
from cms.withdrawal.withdrawn_words import record_withdrawn_words


def contents_of_all(items: Collection[Item]) -> list[Content]:
    """Every `Content` of `items`, in every language, live or not."""
    keys = [item.translation_key for item in items]
    return [row for model in CONTENT_MODELS for row in model._default_manager.filter(translation_key__in=keys)]


def revisions_of(contents: Iterable[Content]) -> "list[Revision]":
    """Every version of `contents` that was ever kept."""
    found = []
    for content in contents:
        kind = ContentType.objects.get_for_model(content, for_concrete_model=False)
        found += list(Revision.objects.filter(base_content_type=kind, object_id=str(content.pk)))
    return found


def pictures_and_files(contents: Iterable[Content]) -> list[Model]:
    """The images and documents that `contents` show, or showed in an earlier version."""
    rows = list(contents)
    images: set[int] = set()
    files: set[int] = set()
    for row in rows:
        held = [row.serializable_data(), *(revision.content for revision in revisions_of([row]))]
        for content in held:
            images.update(content[name] for name in row.image_fields if content.get(name))
            files.update(content[name] for name in row.file_fields if content.get(name))
    return [
        *get_image_model()._default_manager.filter(pk__in=images),
        *get_document_model()._default_manager.filter(pk__in=files),
    ]


def evidence_of(consents: Iterable[Consent]) -> list[Model]:
    """The signed forms and recordings behind `consents` that no other consent rests on."""
    mine = ConsentTerms.objects.filter(consent__in=list(consents))
    others = ConsentTerms.objects.exclude(pk__in=mine.values("pk")).filter(evidence__isnull=False)
    keys = mine.filter(evidence__isnull=False).values("evidence")
    documents = get_document_model()._default_manager.filter(pk__in=keys)
    return list(documents.exclude(pk__in=others.values("evidence")))


def passages_of(items: Collection[Item], contributor: Contributor | None) -> Any:
    """The passages of reports that became `items`, or that staff said are this person's."""
    theirs = Q(item__in=items)
    return Passage.objects.filter(theirs | Q(contributor=contributor) if contributor else theirs)


def forget_words(items: Collection[Item]) -> None:
    """Delete the content with all its revisions; the item stays, without anything it said."""
    contents = contents_of_all(items)
    by_key = {item.translation_key: item for item in items}
    record_withdrawn_words(contents, by_key)
    shown = pictures_and_files(contents)
    for revision in revisions_of(contents):
        revision.delete()
    for content in contents:
        forget_logs([content])
        _forget_search([content])
        content.delete()
    for row in shown:
        # What something else still shows is that one's.
        if not ReferenceIndex.get_references_to(row).exists():
            forget_file(row)
    Translation.objects.filter(item__in=items).delete()
    for item in items:
        Item.objects.filter(pk=item.pk).update(
            slug=item.translation_key.hex[:12],
            content_warning="",
            content_digest="",
            disclosure_digest="",
            disclosure_findings=[],
            disclosure_is_clean=False,
        )
    forget_logs(items)


def forget_passages(items: Collection[Item], contributor: Contributor | None) -> None:
    """What a report said in those places. The report's other passages stay as they are."""
    passages = passages_of(items, contributor)
    keys = list(passages.values_list("pk", flat=True))
    # Earlier divisions than the last lead to no passage any more, and hold the words all the same.
    Recut.objects.filter(report__passages__in=keys).delete()
    empty = {"text": "", "edited_text": "", "title": "", "speaker": "", "role": "", "reason_about": "", "activity": ""}
    Passage.objects.filter(pk__in=keys).update(heading_path=[], contributor=None, consent=None, **empty)


def forget_consents(consents: Collection[Consent]) -> None:
    """What was recorded of them, and its proof. Terms are never changed, so that they go whole."""
    proofs = evidence_of(consents)
    terms = ConsentTerms.objects.filter(consent__in=consents)
    keys = list(terms.values_list("pk", flat=True))
    ConsentNotice.objects.filter(terms__in=keys).delete()
    TakeBack.objects.filter(terms__in=keys).update(terms=None)
    # delete() refuses, and the database lets networks go once their terms have.
    ConsentTerms.objects.filter(pk__in=keys)._raw_delete(terms.db)
    ConsentTermsNetwork.objects.filter(terms__in=keys)._raw_delete(terms.db)
    for proof in proofs:
        forget_file(proof)
    forget_logs(consents)
    _forget_search(consents)
    for consent in consents:
        Consent.objects.filter(pk=consent.pk).update(label=f"– {consent.pk}", skeleton="")


def forget_person(contributor: Contributor, name: str) -> None:
    """Who they were and how to reach them; their own page closes. `name` stands in their place."""
    Contributor.objects.filter(pk=contributor.pk).update(
        full_name=name,
        first_name="",
        role="",
        region="",
        organisation=None,
        email="",
        phone="",
        notes="",
        skeleton=words_to_find(name),
        page_nonce="",
    )
    forget_requests(contributor)
    forget_logs([contributor])
    _forget_search([contributor])


def forget_requests(row: Model) -> None:
    """What somebody asked to change of `row`: the request names it as it was and as it was to be."""
    kind = ContentType.objects.get_for_model(row)
    requests = ChangeRequest.objects.filter(content_type=kind, object_id=row.pk)
    waiting = [held for request in requests for held in (request.image, request.document) if held is not None]
    requests.delete()
    for held in waiting:
        forget_file(held)


def forget_reasons(items: Collection[Item], contributor: Contributor | None) -> None:
    """Why it was withdrawn, in whatever words somebody wrote that down."""
    take_backs = TakeBack.objects.filter(items__in=items)
    if contributor:
        take_backs = TakeBack.objects.filter(Q(items__in=items) | Q(contributor=contributor))
    rows = list(take_backs.distinct())
    TakeBack.objects.filter(pk__in=[row.pk for row in rows]).update(reason="")
    forget_logs(rows)


def forget_file(row: Model) -> None:
    """A picture with all its sizes, or a document. Wagtail removes the file itself once this is committed."""
    forget_requests(row)
    forget_logs([row])
    _forget_search([row])
    row.delete()


def forget_logs(rows: Iterable[Model]) -> None:
    """The audit log keeps what was done, when and by whom, and no name or word of it."""
    for row in rows:
        kinds = {ContentType.objects.get_for_model(row, for_concrete_model=flag) for flag in (True, False)}
        ModelLogEntry.objects.filter(content_type__in=kinds, object_id=str(row.pk)).update(label="–", data={})


def _forget_search(rows: Iterable[Model]) -> None:
    for row in rows:
        IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)).delete()


def leave_no_traces() -> None:
    """SQLite keeps what was deleted in its search index and in its journal: both are written anew.

    PostgreSQL's vacuum does so by itself. https://www.sqlite.org/fts5.html#the_optimize_command
    """
    if connection.vendor != "sqlite":
        return
    index = IndexEntry._meta.db_table + "_fts"
    with connection.cursor() as cursor:
        if index in connection.introspection.table_names(cursor):
            cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608  # a name of Wagtail's
    transaction.on_commit(empty_journal)


def empty_journal() -> None:
    """SQLite's journal holds every page as it was written lately: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint

    Where somebody reads for longer than SQLite waits, it is done with the next erasure, or when the server stops.
    """
    if connection.in_atomic_block:
        return  # SQLite refuses it there
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
