"""Writing the drafts of a plan: many rows at once, in a number of queries that only grows with what is inserted."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from modelsearch import index
from modelsearch.backends import get_search_backends
from wagtail.models import Revision

from cms.core.audit_log import log_many
from cms.harvest.review.drafts import DRAFTS
from cms.imports.columns import bare
from cms.imports.preview import Card, Plan
from cms.models import (
    Consent,
    Content,
    Contributor,
    ImportedRow,
    Item,
    Learning,
    Organisation,
    Passage,
    QuoteTable,
    Topic,
    Voice,
    Workshop,
    model_for,
)
from cms.terms.record import record_first_terms


def write_drafts(plan: Plan, table: QuoteTable, by: Any) -> int:
    """Make every draft of `plan`, with the people, topics and consents that go with them. How many drafts."""
    _make_organisations(plan)
    _make_workshops(plan)
    _make_topics(plan)
    contributors = _contributors(plan)
    consents = _consents(plan, table, contributors, by)
    items = [_item(plan, card, contributors, consents, by) for card in plan.drafts]
    Item.objects.bulk_create(items)
    wordings = _wordings(plan, items)
    _make_revisions(wordings, by)
    _search_for(wordings)
    # Rows that were withdrawn, and come back with a newer consent, are about the new item from now on.
    ImportedRow.objects.filter(digest__in=[card.digest for card in plan.drafts]).delete()
    rows = zip(plan.drafts, items, strict=True)
    ImportedRow.objects.bulk_create(ImportedRow(digest=card.digest, table=table, item=item) for card, item in rows)
    return len(items)


def _make_organisations(plan: Plan) -> None:
    made = Organisation.objects.bulk_create(Organisation(name=name) for name in plan.new_organisations)
    plan.organisations |= {bare(organisation.name): organisation for organisation in made}


def _make_workshops(plan: Plan) -> None:
    made = Workshop.objects.bulk_create(Workshop(title=title) for title in plan.new_workshops)
    plan.workshops |= {bare(workshop.title): workshop for workshop in made}


def _make_topics(plan: Plan) -> None:
    taken = set(Topic.objects.values_list("slug", flat=True))
    topics = [Topic(name=name) for name in plan.new_topics]
    for topic in topics:
        base = slugify(topic.name)[:80] or "tema"
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        topic.slug = next(slug for slug in (base, *numbered) if slug not in taken)
        taken.add(topic.slug)
    plan.topics |= {bare(topic.name): topic for topic in Topic.objects.bulk_create(topics)}


def _contributors(plan: Plan) -> dict[str, Contributor]:
    """Everybody whose words become drafts, by the key of the person in the table."""
    people = {card.person.key: card.person for card in plan.drafts if card.person}
    known = Contributor.objects.in_bulk([person.known_pk for person in people.values() if person.known_pk])
    new = {
        key: Contributor(
            full_name=person.name,
            first_name=person.name.split()[0][:80],
            role=person.role,
            region=person.region,
            organisation=plan.organisations.get(bare(person.organisation)),
        )
        for key, person in people.items()
        if person.is_new
    }
    Contributor.objects.bulk_create(new.values())
    _search_for(new.values())
    return new | {key: known[person.known_pk] for key, person in people.items() if person.known_pk}


def _consents(plan: Plan, table: QuoteTable, contributors: dict[str, Contributor], by: Any) -> dict[Any, Consent]:
    """One consent for all that a person allowed in the same way at the same workshop."""
    cards = {_consent_key(card): card for card in plan.drafts if card.records_consent}
    consents = {
        key: Consent(contributor=contributors[key[0]], label=_label(card, table)) for key, card in cards.items()
    }
    terms = [card.row.allowed.terms() for card in cards.values() if card.row.allowed]
    record_first_terms(list(zip(consents.values(), terms, strict=True)), by)
    _search_for(consents.values())
    return consents


def _consent_key(card: Card) -> tuple[Any, ...]:
    return (card.person.key if card.person else "", card.row.allowed, bare(card.row.workshop))


def _label(card: Card, table: QuoteTable) -> str:
    if card.row.workshop:
        return (_("What they said at “%s”") % card.row.workshop)[:160]
    return (_("From the table “%s”") % table.filename)[:160]


def _item(plan: Plan, card: Card, contributors: dict[str, Contributor], consents: dict[Any, Consent], by: Any) -> Item:
    contributor = contributors[card.person.key] if card.person else None
    return Item(
        kind=card.row.kind,
        voice=Voice.PERSON if contributor else model_for(card.row.kind).usual_voice,
        contributor=contributor,
        consent=consents[_consent_key(card)] if card.records_consent else None,
        workshop=plan.workshops.get(bare(card.row.workshop)),
        written_by=by,
    )


def _wordings(plan: Plan, items: list[Item]) -> list[Content]:
    by_model: dict[type[Content], list[Content]] = defaultdict(list)
    topics: dict[type[Content], list[list[Topic]]] = defaultdict(list)
    for card, item in zip(plan.drafts, items, strict=True):
        wording = DRAFTS[card.row.kind](_as_passage(card))
        wording.translation_key, wording.locale = item.translation_key, plan.locales[card.row.language]
        wording.live, wording.has_unpublished_changes = False, True
        about = [plan.topics[bare(name)] for name in card.row.topics]
        # Set while it has no key yet: later, each would be looked up first.
        wording.topics = about
        by_model[type(wording)].append(wording)
        topics[type(wording)].append(about)
    for model, wordings in by_model.items():
        model._default_manager.bulk_create(wordings)
        through, source = model.topics.through, f"{model._meta.model_name}_id"
        through.objects.bulk_create(
            through(**{source: wording.pk, "topic_id": topic.pk})
            for wording, about in zip(wordings, topics[model], strict=True)
            for topic in about
        )
    return [wording for wordings in by_model.values() for wording in wordings]


def _as_passage(card: Card) -> Passage:
    """The row as if it had stood in a report: what a draft of each kind is made of has one home."""
    return Passage(wording=card.row.words, title=card.row.title, type=Learning.Type.LEARNING)


def _make_revisions(wordings: list[Content], by: Any) -> None:
    """Each draft's first revision, and the entry of the log that says who made it."""
    now = timezone.now()
    revisions = [
        Revision(
            content_type=ContentType.objects.get_for_model(wording, for_concrete_model=False),
            base_content_type=ContentType.objects.get_for_model(wording, for_concrete_model=False),
            object_id=str(wording.pk),
            created_at=now,
            user=by,
            object_str=str(wording),
            content=wording.serializable_data(),
        )
        for wording in wordings
    ]
    Revision.objects.bulk_create(revisions)
    for wording, revision in zip(wordings, revisions, strict=True):
        wording.latest_revision = revision
    for model in {type(wording) for wording in wordings}:
        mine = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id=Cast(OuterRef("pk"), CharField())
        )
        made = [wording.translation_key for wording in wordings if isinstance(wording, model)]
        rows = model._default_manager.filter(translation_key__in=made)
        rows.update(latest_revision=Subquery(mine.values("pk")[:1]))
    log_many(
        (
            (wording, "wagtail.create", {"revision": revision, "content_changed": True})
            for wording, revision in zip(wordings, revisions, strict=True)
        ),
        by,
    )


def _search_for(rows: Iterable[Any]) -> None:
    """Let rows be found: inserting many at once tells the search index nothing."""
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for backend in get_search_backends(with_auto_update=True):
        for model, of_model in by_model.items():
            if index.class_is_indexed(model):
                backend.add_bulk(model, of_model)
