"""How long the content API takes, as a ratio to a hand-written view over `values()` on the same rows, in one run.

    python bench/read_api.py [--quick] [--json]

Each pair is measured in turn within the same process, by the processor time it takes, and the median of the ratios is
what counts: the machine's mood touches both, and what others do on it neither. Prints a table (see
`report.py`). Uses a database of its own.
"""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure import measured, prepare, queries_of
from report import figure, options_of, report

GOALS = {"list of 20 against values()": 12.0, "detail against values()": 8.0, "304 against the list": 1.1}
QUERY_GOALS = {"queries of a list of 20": 5, "queries of a detail": 5}


def fill(count: int) -> str:
    """`count` learnings, each with two topics and a person; answers the key of one of them."""
    from django.db import transaction

    from tests.factories import make_consent, make_learning, make_topic

    with transaction.atomic():
        topics = tuple(make_topic() for _ in range(4))
        consent = make_consent()
        for number in range(count):
            learning = make_learning(topics=topics[number % 3 : number % 3 + 2], voice="person", consent=consent)
    return str(learning.translation_key)


def hand_written(key: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """The least that could answer: live rows by `values()` as JSON, with no gate, credit, topics, links or ETag."""
    from django.http import JsonResponse

    from cms.models import Learning

    fields = ("translation_key", "title", "summary", "body", "type", "activity", "first_published_at")
    rows = Learning.objects.filter(live=True).order_by("-pk").values(*fields)
    return (
        lambda: JsonResponse({"items": list(rows[:20])}),
        lambda: JsonResponse(rows.get(translation_key=key)),
    )


def run(rows: int, seconds: float) -> list[dict[str, object]]:
    from django.test import Client
    from django.urls import path

    from cms import urls

    key = fill(rows)
    plain_list, plain_detail = hand_written(key)
    # Both sides pass the same middleware and test client, so that only the views differ.
    urls.urlpatterns += [path("bench/list", lambda _: plain_list()), path("bench/detail", lambda _: plain_detail())]
    client = Client()
    etag = client.get("/api/v1/learnings")["ETag"]

    def get(address: str, **headers: str) -> Callable[[], object]:
        def call() -> object:
            answer = client.get(address, headers=headers)
            assert answer.status_code in (200, 304), answer.status_code
            return answer

        return call

    lists, detail = get("/api/v1/learnings"), get(f"/api/v1/learnings/{key}")
    values = {
        "list of 20 against values()": measured(lists, get("/bench/list"), seconds),
        "detail against values()": measured(detail, get("/bench/detail"), seconds),
        "304 against the list": measured(get("/api/v1/learnings", **{"If-None-Match": etag}), lists, seconds),
        "queries of a list of 20": queries_of(lists),
        "queries of a detail": queries_of(detail),
    }
    goals = GOALS | QUERY_GOALS
    return [figure(name, value, goals[name]) for name, value in values.items()]


def main() -> None:
    options = options_of(__doc__, "200 rows and a second for each pair")
    prepare()
    report(run(200, 1.0) if options.quick else run(2000, 8.0), as_json=options.json)


if __name__ == "__main__":
    main()
