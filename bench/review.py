"""How the review of a report of 500 passages feels against one of 50: from the key to the painted change, in one run.

    python bench/review.py [--quick] [--json]

A real server and a real Chromium (CHROMIUM names it, if it is not on the path). Both reports are open in tabs of their
own and are measured in turn; the median of the ratios is what counts, and 500 passages may take half as long again at
most. Milliseconds are told without a goal, for they are the machine's. Prints a table (see
`report.py`).
"""

import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure import prepare
from report import figure, options_of, report

MANY, FEW = 500, 50
MOST = 1.5
NODES_OF_A_PASSAGE = 60
WARM_UP = 3

# Presses a key where the focus is, and answers how long it took until the browser had painted that DONE came true.
# Put together here, for the page's own policy lets it evaluate nothing.
MEASURE = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const card = () => document.getElementById("CARD");
    BEFORE;
    await frame(); await frame();
    const start = performance.now();
    document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key: "KEY", bubbles: true, cancelable: true })
    );
    while (!(DONE)) await frame();
    await painted();
    return performance.now() - start;
}"""
FOCUS = "card().focus({ preventScroll: true })"


class Tab:
    """One report, open in a tab."""

    def __init__(self, browser: Any, report: Any) -> None:
        self.page = browser.new_page()
        self.page.goto(f"/admin/harvest/{report.pk}/review/")
        self.page.wait_for_selector("article.is-current")
        middle = report.passages.filter(kind="learning").order_by("position")
        self.card = f"p{middle[middle.count() // 2].pk}"
        self.requests: list[int] = []
        self.page.on("requestfinished", self._count)

    def _count(self, request: Any) -> None:
        if request.method == "POST":
            self.requests.append(len(request.response().body()))

    def press(self, key: str, done: str, before: str = FOCUS) -> float:
        self.page.bring_to_front()
        script = MEASURE
        for name, value in (("DONE", done), ("BEFORE", before), ("KEY", key), ("CARD", self.card)):
            script = script.replace(name, value)
        return float(self.page.evaluate(script))

    def round(self) -> dict[str, float]:
        """Each thing once; afterwards everything is as it was."""
        found = {"move": self.press("j", "!card().classList.contains('is-current')")}
        seen = "card().dataset.state !== 'pending' && document.activeElement !== card()"
        found["decision seen"] = self.press("a", seen)
        self.page.wait_for_selector(f"#{self.card}[data-state=accepted]")
        found["undo saved"] = self.press("u", "card().dataset.state === 'pending'")
        found["decision saved"] = self.press("a", "card().dataset.state === 'accepted'")
        self.press("u", "card().dataset.state === 'pending'")
        found["edit"] = self.press("e", "document.activeElement.matches('textarea')")
        self.press("Escape", "card().dataset.state === 'pending'", "0")
        return found

    def nodes(self) -> int:
        return int(self.page.evaluate("document.querySelectorAll('.review *').length"))


def make_report(count: int, by: Any) -> Any:
    """A report of `count` passages of every kind."""
    from cms.harvest.reading.import_report import harvest_report
    from tests.cms.harvest.long_reports import whole_report

    report = harvest_report(whole_report(count * 4).encode(), f"{count}.md", by)
    keys = report.passages.order_by("position").values_list("pk", flat=True)[count:]
    report.passages.filter(pk__in=list(keys)).delete()
    assert report.passages.count() == count, report.passages.count()
    return report


@contextmanager
def server() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


def run(rounds: int) -> list[dict[str, object]]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    by = get_user_model().objects.create_superuser("admin", "admin@example.org", "a-long-password")
    client = Client()
    client.force_login(by)
    reports = [make_report(count, by) for count in (MANY, FEW)]
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        )
        context = browser.new_context(base_url=address, locale="es", viewport={"width": 1280, "height": 900})
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
        context.add_cookies([cookie])
        many, few = (Tab(context, report) for report in reports)
        nodes = (many.nodes() - few.nodes()) / (MANY - FEW)
        for tab in (many, few) * WARM_UP:
            tab.round()
        many.requests.clear(), few.requests.clear()
        pairs = [(many.round(), few.round()) for _ in range(rounds)]
        browser.close()
    figures: list[tuple[str, float, float | None]] = []
    for name in pairs[0][0]:
        ratio = statistics.median(ours[name] / theirs[name] for ours, theirs in pairs)
        figures.append((f"{name}: {MANY} passages against {FEW}", round(ratio, 2), MOST))
    size = statistics.median(many.requests) / statistics.median(few.requests)
    figures.append((f"bytes of an answer: {MANY} against {FEW}", round(size, 2), MOST))
    figures.append(("requests of a decision", len(many.requests) / (4 * rounds), 1))
    figures.append(("nodes that a passage costs", round(nodes, 1), NODES_OF_A_PASSAGE))
    figures.append((f"bytes of an answer with {MANY}", round(statistics.median(many.requests)), None))
    for name in pairs[0][0]:
        milliseconds = statistics.median(ours[name] for ours, _theirs in pairs)
        figures.append((f"{name}: milliseconds with {MANY}", round(milliseconds, 1), None))
    return [figure(*one) for one in figures]


def main() -> None:
    options = options_of(__doc__, "7 rounds instead of 25")
    prepare()
    report(run(7 if options.quick else 25), as_json=options.json)


if __name__ == "__main__":
    main()
