"""Writing the drafts of a plan: many rows at once, in a number of queries that only grows with what is inserted."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.content.create_draft import NewDraft, add_to_search, create_drafts
from cms.harvest.review.drafts import DRAFTS
from cms.imports.columns import bare
from cms.imports.preview import DraftPreview, ImportPlan
from cms.models import (
    Consent,
    Contributor,
    ImportedRow,
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
from cms.users.models import User


def write_drafts(plan: ImportPlan, table: QuoteTable, by: User) -> int:
    """Make every draft of `plan`, with the people, topics and consents that go with them. How many drafts."""
    _make_organisations(plan)
    _make_workshops(plan)
    _make_topics(plan)
    contributors = _contributors(plan)
    consents = _consents(plan, table, contributors, by)
    created = create_drafts([_draft(plan, card, contributors, consents) for card in plan.drafts], by)
    items = [content.item for content in created]
    # Rows that were withdrawn, and come back with a newer consent, are about the new item from now on.
    ImportedRow.objects.filter(digest__in=[card.digest for card in plan.drafts]).delete()
    rows = zip(plan.drafts, items, strict=True)
    ImportedRow.objects.bulk_create(ImportedRow(digest=card.digest, table=table, item=item) for card, item in rows)
    return len(items)


def _make_organisations(plan: ImportPlan) -> None:
    made = Organisation.objects.bulk_create(Organisation(name=name) for name in plan.new_organisations)
    plan.organisations |= {bare(organisation.name): organisation for organisation in made}


def _make_workshops(plan: ImportPlan) -> None:
    made = Workshop.objects.bulk_create(Workshop(title=title) for title in plan.new_workshops)
    plan.workshops |= {bare(workshop.title): workshop for workshop in made}


def _make_topics(plan: ImportPlan) -> None:
    taken = set(Topic.objects.values_list("slug", flat=True))
    topics = [Topic(name=name) for name in plan.new_topics]
    for topic in topics:
        base = slugify(topic.name)[:80] or "tema"
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        topic.slug = next(slug for slug in (base, *numbered) if slug not in taken)
        taken.add(topic.slug)
    plan.topics |= {bare(topic.name): topic for topic in Topic.objects.bulk_create(topics)}


def _contributors(plan: ImportPlan) -> dict[str, Contributor]:
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
    add_to_search(new.values())
    return new | {key: known[person.known_pk] for key, person in people.items() if person.known_pk}


def _consents(
    plan: ImportPlan, table: QuoteTable, contributors: dict[str, Contributor], by: User
) -> dict[Any, Consent]:
    """One consent for all that a person allowed in the same way at the same workshop."""
    cards = {_consent_key(card): card for card in plan.drafts if card.records_consent}
    consents = {
        key: Consent(contributor=contributors[key[0]], label=_label(card, table)) for key, card in cards.items()
    }
    terms = [card.row.allowed.terms() for card in cards.values() if card.row.allowed]
    record_first_terms(list(zip(consents.values(), terms, strict=True)), by)
    add_to_search(consents.values())
    return consents


def _consent_key(card: DraftPreview) -> tuple[Any, ...]:
    return (card.person.key if card.person else "", card.row.allowed, bare(card.row.workshop))


def _label(card: DraftPreview, table: QuoteTable) -> str:
    if card.row.workshop:
        return (_("What they said at “%s”") % card.row.workshop)[:160]
    return (_("From the table “%s”") % table.filename)[:160]


def _draft(
    plan: ImportPlan, card: DraftPreview, contributors: dict[str, Contributor], consents: dict[Any, Consent]
) -> NewDraft:
    contributor = contributors[card.person.key] if card.person else None
    return NewDraft(
        DRAFTS[card.row.kind](_as_passage(card)),
        plan.locales[card.row.language],
        [plan.topics[bare(name)] for name in card.row.topics],
        voice=Voice.PERSON if contributor else model_for(card.row.kind).usual_voice,
        contributor=contributor,
        consent=consents[_consent_key(card)] if card.records_consent else None,
        workshop=plan.workshops.get(bare(card.row.workshop)),
    )


def _as_passage(card: DraftPreview) -> Passage:
    """The row as if it had stood in a report: what a draft of each kind is made of has one home."""
    return Passage(edited_text=card.row.words, title=card.row.title, type=Learning.Type.LEARNING)
