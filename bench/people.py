"""What many people cost: lists, the clearance of everything, and a withdrawal, counted and as ratios in one run.

    python bench/people.py [--quick] [--json]

10,000 quotes and 5,000 testimonies of 3,000 contributors with 12,000 consents, in a database of its own (a tenth with
--quick). Counts say how many queries more ten times the rows cost, but for those with which a withdrawal writes.
Times are ratios to a reference that is measured in turn with them: a plain list of Wagtail's, a plain join over the
same items, a withdrawal of a tenth. Prints a table (see `report.py`).
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure import measured, prepare, queries_of, undone
from report import figure, options_of, report

QUOTES, TESTIMONIES, CONTRIBUTORS, CONSENTS = 10_000, 5_000, 3_000, 12_000
MANY, FEW = 200, 20
LISTS = {
    "quotes": "/admin/snippets/cms/quote/",
    "contributors": "/admin/snippets/cms/contributor/",
    "consents": "/admin/snippets/cms/consent/",
}
PLAIN_LIST = "/admin/snippets/cms/organisation/"
# Median ratios that a machine's mood does not reach.
GOALS = {"quotes": 8.0, "contributors": 8.0, "consents": 5.0, "clearance": 12.0, "withdrawal": 10.0}


def fill(share: float) -> None:
    """`share` of the rows, added to what is there, live and cleared."""
    from cms.models import Contributor, Kind, Organisation

    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Organización {Organisation.objects.count() + n}") for n in range(max(1, int(100 * share)))
    )
    people = Contributor.objects.bulk_create(
        Contributor(
            full_name=f"Persona {n} Apellido", first_name="Persona", organisation=organisations[n % len(organisations)]
        )
        for n in range(int(CONTRIBUTORS * share))
    )
    consents = add_consents(people, int(CONSENTS * share))
    add_items(Kind.QUOTE, consents, int(QUOTES * share))
    add_items(Kind.TESTIMONY, consents, int(TESTIMONIES * share))


def person_with(count: int) -> Any:
    """A contributor with `count` live quotes of their own."""
    from cms.models import Contributor, Kind

    person = Contributor.objects.create(full_name=f"Rosa con {count}")
    add_items(Kind.QUOTE, add_consents([person], 2), count)
    return person


def add_consents(people: list[Any], count: int) -> list[Any]:
    from cms.models import Consent, ConsentTerms

    consents = Consent.objects.bulk_create(
        Consent(contributor=people[n % len(people)], label="Lo dicho en el taller") for n in range(count)
    )
    allowed = dict.fromkeys(("allows_web", "allows_newsletter", "allows_social", "allows_all_networks"), True)
    ConsentTerms.objects.bulk_create(
        ConsentTerms(consent=consent, credit="full_name", begins_on=date(2020, 1, 1), **allowed) for consent in consents
    )
    return consents


def add_items(kind: str, consents: list[Any], count: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Locale, Revision

    from cms.models import Item, model_for

    model, spanish, now = model_for(kind), Locale.objects.get(language_code="es"), timezone.now()
    items = [
        Item(
            kind=kind,
            consent=consents[n % len(consents)],
            contributor=consents[n % len(consents)].contributor,
            disclosure_is_clean=True,
        )
        for n in range(count)
    ]
    for item in items:
        item.slug = item.translation_key.hex
    Item.objects.bulk_create(items)
    words = {"text": "Juntas llegamos lejos."} if kind == "quote" else {"title": "Su camino", "story": "<p>Empezó.</p>"}
    rows = model.objects.bulk_create(
        model(translation_key=item.translation_key, locale=spanish, live=True, first_published_at=now, **words)
        for item in items
    )
    of = ContentType.objects.get_for_model(model)
    revisions = Revision.objects.bulk_create(
        Revision(content_type=of, base_content_type=of, object_id=str(row.pk), created_at=now, content={})
        for row in rows
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.latest_revision = revision
    model.objects.bulk_update(rows, ["latest_revision"], batch_size=250)


def run(share: float, seconds: float) -> list[dict[str, object]]:
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.utils import timezone

    from cms.consent.gate import Use, cleared
    from cms.models import Contributor, Item
    from cms.withdrawal.withdraw import effect_of_withdrawing, items_of, withdraw_contributor

    by = get_user_model().objects.create_superuser("admin", "admin@example.org", "a-long-password")
    client = Client()
    client.force_login(by)

    def page(address: str) -> Callable[[], object]:
        def call() -> object:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer

        return call

    def everything() -> object:
        return list(cleared(Item.objects.all(), Use.SOCIAL, timezone.now()).values_list("pk", flat=True))

    def plain_join() -> object:
        """The least that could answer: items whose consent ever allowed it, with nothing else asked."""
        return list(Item.objects.filter(consent__terms__allows_social=True).values_list("pk", flat=True))

    def withdrawal(person: Any) -> Callable[[], object]:
        def call() -> None:
            with undone():
                withdraw_contributor(Contributor.objects.get(pk=person.pk), by)

        return call

    def effect(person: Any) -> Callable[[], object]:
        return lambda: effect_of_withdrawing(items_of(person))

    def counts() -> dict[str, int]:
        for address in LISTS.values():
            page(address)()
        found = {f"list of {name}": queries_of(page(address)) for name, address in LISTS.items()}
        return found | {"clearance of everything": queries_of(everything)}

    fill(share / 10)
    before = counts()
    fill(share * 9 / 10)
    after = counts()
    few, many = person_with(FEW), person_with(MANY)
    withdrawal(few)()
    more = {name: after[name] - before[name] for name in after}
    more["withdrawal, writes aside"] = queries_of(withdrawal(many), with_writes=False) - queries_of(
        withdrawal(few), with_writes=False
    )
    more["what a withdrawal would do"] = queries_of(effect(many)) - queries_of(effect(few))
    ratios = {
        f"list of {name} against a plain list": (measured(page(address), page(PLAIN_LIST), seconds), GOALS[name])
        for name, address in LISTS.items()
    }
    ratios["clearance of everything against a plain join"] = (
        measured(everything, plain_join, seconds),
        GOALS["clearance"],
    )
    ratios[f"withdrawal of {MANY} items against {FEW}"] = (
        measured(withdrawal(many), withdrawal(few), seconds),
        GOALS["withdrawal"],
    )
    figures = [(f"more queries: {name}", count, 0) for name, count in more.items()]
    figures.append(("queries: clearance of everything", after["clearance of everything"], 1))
    figures += [(name, round(value, 2), goal) for name, (value, goal) in ratios.items()]
    return [figure(*one) for one in figures]


def main() -> None:
    options = options_of(__doc__, "a tenth of the rows and a second for each pair")
    prepare()
    report(run(0.1, 1.0) if options.quick else run(1.0, 8.0), as_json=options.json)


if __name__ == "__main__":
    main()
