"""What the maps for search engines cost with a large archive, first and when they are asked for again.

    python bench/sitemap.py [--quick] [--json]

All maps are read as a search engine reads them: the index, then every part. The first reading, after a change, may cost
2.5 seconds of processor time with 22,000 items. Asked for again, whole or with the ETag, it may cost a twentieth of
that, and each answer one query. Prints a table (see `report.py`). Uses a database of its own.
"""

import re
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure import prepare, queries_of
from report import figure, options_of, report

GOAL_SECONDS = 2.5
GOAL_AGAIN = 0.05


def read_all(client: Any, etags: dict[str, str]) -> tuple[float, int]:
    """Processor seconds and bytes of the index and all parts; `etags` are sent, and taken from the answers."""
    start, size, waiting = time.process_time(), 0, ["/sitemap.xml"]
    while waiting:
        path = waiting.pop()
        answer = client.get(path, headers={"If-None-Match": etags[path]} if path in etags else {})
        assert answer.status_code in (200, 304), answer.status_code
        size += len(answer.content)
        etags.setdefault(path, answer["ETag"])
        if path == "/sitemap.xml":
            waiting += re.findall("<loc>https?://[^/]+(/[^<]+)</loc>", answer.text) or [
                one for one in etags if one != path
            ]
    return time.process_time() - start, size


def run(count: int) -> list[dict[str, object]]:
    from django.test import Client

    from cms.models import Kind, Topic
    from tests.archive import make_archive

    for kind in (Kind.QUOTE, Kind.TESTIMONY):
        make_archive(kind, count // 2)
    client, etags = Client(), {}
    client.get("/es/nada/")
    Topic.objects.create(name="Una escritura")
    first, size = read_all(client, {})
    again, _size = read_all(client, etags)
    conditional, nothing = read_all(client, etags)
    Topic.objects.update(name="Otra")
    after, _size = read_all(client, {})
    assert nothing == 0
    return [
        figure(f"first reading of {count} items: seconds", first, GOAL_SECONDS * count / 22_000),
        figure("after a change: seconds", after, GOAL_SECONDS * count / 22_000),
        figure("again against first", again / first, GOAL_AGAIN),
        figure("with ETags against first", conditional / first, GOAL_AGAIN),
        figure("queries of a map asked for again", queries_of(lambda: client.get("/sitemap.xml")), 1),
        figure("maps", len(etags)),
        figure("megabytes", size / 1e6),
    ]


def main() -> None:
    options = options_of(__doc__, "2,000 items")
    prepare()
    report(run(2_000 if options.quick else 22_000), as_json=options.json)


if __name__ == "__main__":
    main()
