"""What a large archive costs: accepting a passage, opening and composing an edition, planning a campaign.

    python bench/archive.py [--quick] [--json]

Two databases of the same shape, one with many times the items (5,000 against 500; 1,000 against 300 with --quick). All
but the newest 60 were sent to the audience and posted before. Each call is measured in turn on both and taken back;
the median of the ratios is what counts, and the large archive may take half as long again at most; planning, which
asks the gate about all of it once, twice as long. Neither more queries nor more rows may be loaded. Prints a table (see
`report.py`).
"""

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure import prepare, undone
from report import figure, options_of, report

GOAL = 1.5
GOALS = {"planning a campaign": 2.0}
FRESH = 60
MONTH = date(2031, 5, 1)


def use_database(path: str) -> None:
    """From here on the default connection is to this file."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = path
    connection.ensure_connection()


def fill(count: int) -> None:
    """`count` items, all but the newest sent and posted; a recipe, an edition, a campaign and a report."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from campaigns.models import Piece
    from cms.harvest.reading.import_report import harvest_report
    from cms.models import Kind, Topic
    from newsletter.editions.compose import compose_edition
    from newsletter.models import Audience, Edition, EditionItem, Recipe, RecipeSection
    from tests.archive import make_archive
    from tests.campaigns.factories import make_account, make_campaign
    from tests.cms.harvest.long_reports import whole_report

    topics = [Topic.objects.create(name=f"Tema {number}") for number in range(6)]
    kinds = (Kind.QUOTE, Kind.TESTIMONY, Kind.LEARNING)
    old: list[Any] = []
    for kind in kinds:
        old += make_archive(kind, (count - FRESH) // 3, topics=topics, days_ago=400)
        make_archive(kind, FRESH // 3, topics=topics)
    audience = Audience.objects.create(name="Red", slug="red", from_name="Red", from_email="red@example.org")
    sent = Edition.objects.create(audience=audience, month=date(2020, 1, 1), state="sent")
    EditionItem.objects.bulk_create(EditionItem(edition=sent, item=item) for item in old)
    recipe = Recipe(name="Mensual", audience=audience, day=28)
    recipe.sections = [RecipeSection(kind=kind, count=3, sort_order=number) for number, kind in enumerate(kinds)]
    recipe.save()
    before = make_campaign(name="Antes", accounts=[])
    begins = timezone.now() - timedelta(days=400)
    Piece.objects.bulk_create(
        Piece(
            campaign=before,
            item=item,
            slot_at=begins + timedelta(minutes=number),
            scheduled_at=begins + timedelta(minutes=number),
        )
        for number, item in enumerate(old)
    )
    make_campaign(name="Ahora", accounts=[make_account("sandbox")])
    compose_edition(recipe, date(2031, 4, 1))
    harvest_report(whole_report(80).encode(), "informe.md", get_user_model().objects.get())


def calls(client: Any) -> dict[str, Callable[[], object]]:
    """What is measured, by name, on the database in use at the time of the call."""
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    from campaigns.models import Campaign
    from campaigns.planning.plan_campaign import plan_campaign
    from cms.harvest.review.decide import accept_passage
    from cms.models import Passage, PassageKind
    from newsletter.editions.compose import compose_edition
    from newsletter.models import Edition, Recipe

    def accept() -> None:
        passage = Passage.objects.filter(kind=PassageKind.LEARNING).order_by("pk").first()
        assert accept_passage(passage, get_user_model().objects.get()) is not None

    def open_edition() -> None:
        edition = Edition.objects.get(recipe__isnull=False)
        assert client.get(reverse("newsletter_edition", args=[edition.pk])).status_code == 200

    def plan() -> None:
        assert len(plan_campaign(Campaign.objects.get(name="Ahora"), get_user_model().objects.get()).pieces) == 8

    def compose() -> None:
        edition, created = compose_edition(Recipe.objects.get(), MONTH)
        assert created
        assert edition.edition_items.count() == 9

    return {
        "accepting a passage": accept,
        "opening an edition": open_edition,
        "planning a campaign": plan,
        "composing an edition": compose,
    }


def seconds_of(call: Callable[[], object]) -> float:
    with undone():
        start = time.process_time()
        call()
        return time.process_time() - start


def run(many: int, few: int, rounds: int) -> list[dict[str, object]]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from tests.archive import counted_load

    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "a-long-password"))
    small = str(connection.settings_dict["NAME"])
    large = f"{small}.large"
    connection.close()
    shutil.copy(small, large)
    for path, count in ((small, few), (large, many)):
        use_database(path)
        fill(count)
    figures, loads = [], []
    for name, call in calls(client).items():
        ratios, seconds, load = [], [], {}
        for number in range(rounds + 1):
            times = {}
            for path in (large, small):
                use_database(path)
                # Not measured: the first use of the file after it was opened. In the first round, counted instead.
                with undone(), counted_load() as load[path]:
                    call()
                times[path] = seconds_of(call)
            if number:
                ratios.append(times[large] / times[small])
                seconds.append(times[large])
        figures.append(figure(f"{name}: {many} items against {few}", statistics.median(ratios), GOALS.get(name, GOAL)))
        figures.append(figure(f"{name}: milliseconds with {many}", statistics.median(seconds) * 1000))
        loads.append(figure(f"{name}: more queries", load[large].queries - load[small].queries, 0))
        loads.append(figure(f"{name}: more rows", load[large].rows - load[small].rows, 0))
    return figures + loads


def main() -> None:
    options = options_of(__doc__, "1,000 items against 300, in fewer rounds")
    prepare()
    report(run(1000, 300, 3) if options.quick else run(5000, 500, 9), as_json=options.json)


if __name__ == "__main__":
    main()
