"""What every bench shares on its inside: a database of its own, and ways to measure a call."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITES = ("INSERT", "UPDATE", "SAVEPOINT", "RELEASE")


def prepare(*, keeps_database: bool = False) -> None:
    """Django on a database of this run's own; with `keeps_database` on that of DATABASE_URL, where it is set."""
    folder = tempfile.mkdtemp(prefix="cosecha-bench-")
    os.environ |= {"COSECHA_VAR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings", "LOG_LEVEL": "ERROR"}
    os.environ |= {"API_REQUESTS_PER_MINUTE": "1000000000", "ALLOWED_HOSTS": "testserver"}
    if not keeps_database:
        os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from cms.core.installation_secrets import generate_missing_secrets

    generate_missing_secrets()
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    call_command("migrate", verbosity=0)


def measured(ours: Callable[[], object], theirs: Callable[[], object], seconds: float) -> float:
    """The median of ours/theirs over as many interleaved pairs as fit."""
    for _ in range(3):
        ours(), theirs()
    ratios = []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends or len(ratios) < 10:
        times = []
        for call in (ours, theirs):
            start = time.process_time()
            call()
            times.append(time.process_time() - start)
        ratios.append(times[0] / times[1])
    return statistics.median(ratios)


def queries_of(call: Callable[[], object], *, with_writes: bool = True) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(with_writes or not query["sql"].startswith(WRITES) for query in captured)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, so that it can be measured again."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
