"""How fast posts leave when many are due at once, beside a bare loop of Mastodon.py that keeps no books.

    python bench/publish.py [--quick] [--json]

Posts for 20 accounts (2,000; 240 with --quick) become due at once at the Mastodon stand-in, which runs in a process of
its own. Two worker processes publish them, through Huey. The reference makes the same calls with the same words and
cards in as many processes. Both are measured in turn, each over an eighth of the posts, and the median of the ratios is
what counts: once with a stand-in that answers at once, and once with 50 ms more for each call, as over a network.
DATABASE_URL names another database, which has to be empty. Prints a table (see `report.py`).
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from measure import ROOT, prepare, queries_of
from report import at_least, figure, options_of, report

HERE = Path(__file__).resolve()
ACCOUNTS, PROCESSES, ROUNDS = 20, 2, 4
LATENCY = 0.05
# How many posts are due alone, and how many seconds one after the other.
SINGLE, EVERY = 8, 2
GOAL = 0.8
# Seconds after which a round is given up.
PATIENCE = 300


def make_posts(url: str, moments: list[datetime], accounts: int = ACCOUNTS) -> list[int]:
    """An item for each moment, on every account, as if approved for then; nothing leaves yet. The keys of the posts."""
    from django.contrib.auth import get_user_model
    from django.contrib.contenttypes.models import ContentType

    from campaigns.models import Piece, Post
    from campaigns.posts.card_image import picture_of
    from campaigns.posts.prepare import full_posts, prepare_all
    from cms.models import Approval, Kind
    from cms.models.approval import ApprovedVersion
    from tests.archive import make_archive
    from tests.campaigns.factories import make_campaign
    from tests.campaigns.networks.cases.mastodon import connect

    campaign = make_campaign(accounts=[connect(url) for _ in range(accounts)])
    rows = Piece.objects.bulk_create(
        Piece(campaign=campaign, item=item, slot_at=at + timedelta(seconds=number), scheduled_at=at)
        for number, (at, item) in enumerate(zip(moments, make_archive(Kind.QUOTE, len(moments)), strict=True))
    )
    there = list(campaign.accounts.all())
    Post.objects.bulk_create(Post(piece=piece, account=account) for piece in rows for account in there)
    by, _created = get_user_model().objects.get_or_create(username="admin", is_superuser=True)
    kind = ContentType.objects.get_for_model(Post)
    for piece in rows:
        posts = prepare_all(full_posts(Post.objects.filter(piece=piece)))
        assert not posts[0].problem, posts[0].problem
        approvals = Approval.objects.bulk_create(
            Approval(content_type=kind, object_id=one.post.pk, digest=one.digest, by=by) for one in posts
        )
        ApprovedVersion.objects.bulk_create(
            ApprovedVersion(approval=approval, picture=picture_of(one))
            for approval, one in zip(approvals, posts, strict=True)
        )
    return list(Post.objects.filter(piece__in=rows).order_by("piece", "pk").values_list("pk", flat=True))


def seconds_late(url: str) -> list[float]:
    """How late single posts leave that are due one after the other, while the workers have nothing else to do."""
    from django.utils import timezone

    from campaigns import tasks
    from campaigns.models import Post

    began = timezone.now() + timedelta(seconds=4)
    moments = [began + timedelta(seconds=EVERY * number) for number in range(SINGLE)]
    keys = make_posts(url, moments, accounts=1)
    mine = Post.objects.filter(pk__in=keys)
    mine.update(state=Post.State.APPROVED)
    tasks.work()
    ends = time.perf_counter() + EVERY * SINGLE + 60
    while mine.exclude(state=Post.State.PUBLISHED).exists() and time.perf_counter() < ends:
        time.sleep(0.2)
    rows = mine.values_list("published_at", "piece__scheduled_at")
    return [(published - due).total_seconds() for published, due in rows]


class Ours:
    """The worker processes, and how long they need for a part of the posts."""

    def __init__(self) -> None:
        command = [sys.executable, str(HERE), "--worker"]
        self.workers = [subprocess.Popen(command, cwd=ROOT) for _ in range(PROCESSES)]
        self.late: list[float] = []

    def publish(self, keys: list[int]) -> float:
        """The seconds until all of `keys` are out."""
        from django.utils import timezone

        from campaigns import tasks
        from campaigns.models import Post

        mine, began_at, began = Post.objects.filter(pk__in=keys), timezone.now(), time.perf_counter()
        mine.update(state=Post.State.APPROVED)
        for _ in range(PROCESSES):
            tasks.work()
        while mine.exclude(state=Post.State.PUBLISHED).exists():
            if time.perf_counter() - began > PATIENCE or any(one.poll() is not None for one in self.workers):
                raise SystemExit(f"not published: {list(mine.values_list('state', 'problem'))[:5]}")
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        self.late += [(at - began_at).total_seconds() for at in mine.values_list("published_at", flat=True)]
        return seconds

    def megabytes(self) -> float:
        """The resident memory of all workers."""
        pages = sum(int(Path(f"/proc/{one.pid}/statm").read_text().split()[1]) for one in self.workers)
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self) -> None:
        for one in self.workers:
            one.terminate()
            one.wait(30)


class Theirs:
    """The reference's processes."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, str(HERE), "--reference", url]
        self.loops = [
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        for one in self.loops:
            one.stdout.readline()

    def publish(self, keys: list[int]) -> float:
        began = time.perf_counter()
        for number, one in enumerate(self.loops):
            one.stdin.write(f"{len(keys[number::PROCESSES])}\n")
            one.stdin.flush()
        for one in self.loops:
            one.stdout.readline()
        return time.perf_counter() - began

    def stop(self) -> None:
        for one in self.loops:
            one.stdin.close()
            one.wait(30)


def card_like_ours() -> bytes:
    """A card as the posts of this bench have it."""
    import django

    django.setup()
    from campaigns.posts.prepare import brand_theme
    from media.cards import SQUARE, CardContent, draw_card

    words = CardContent(kind="quote", text="Juntas llegamos lejos.", credit="Persona 7 Apellido", footer="example.org")
    return draw_card(words, SQUARE, brand_theme())


def bare_loop(url: str) -> None:
    """Publish as many posts as standard input says, a number on each line: upload, wait until it is read, post."""
    from uuid import uuid4

    card = card_like_ours()
    # Without the questions for the server's version that Mastodon.py would ask before each upload.
    from campaigns.networks.mastodon.client import Client
    from tests.campaigns.networks.standins.mastodon import TOKEN

    client = Client(access_token=TOKEN, api_base_url=url, version_check_mode="none", ratelimit_method="throw")
    text = "«Juntas llegamos lejos.»\n— Persona 7 Apellido\n\nhttps://example.org/es/citas/juntas?utm_source=mastodon"
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in range(int(line)):
            media = client.media_post(card, "image/png", description="Una tarjeta", file_name="card.png")
            while not client.media(media["id"])["url"]:
                pass
            client.status_post(
                text, media_ids=[media["id"]], language="es", visibility="public", idempotency_key=str(uuid4())
            )
        print("done", flush=True)


def without_pace() -> None:
    """How fast Mastodon lets an account publish, and how long it reads a picture, is not what is measured."""
    from campaigns.networks.mastodon import network

    network.Mastodon.paces, network.PAUSE = (), 0


def work() -> None:
    """One worker."""
    import django

    django.setup()
    from django.core.management import call_command

    without_pace()
    call_command("run_huey", workers=1, quiet=True)


def run(pieces: int) -> list[dict[str, Any]]:
    from campaigns.models import Post
    from campaigns.publishing.publish import publish_due
    from tests.campaigns.networks.standins.client import StandIns

    stand_ins = StandIns()
    server = stand_ins.named("mastodon")
    os.environ["OUTBOUND_ALLOWED"] = f"127.0.0.1:{server.port}"
    from django.conf import settings
    from django.utils import timezone

    settings.OUTBOUND_ALLOWED = [os.environ["OUTBOUND_ALLOWED"]]
    without_pace()
    keys = make_posts(server.url, [timezone.now() - timedelta(minutes=1)] * pieces)
    spare = Post.objects.filter(pk__in=keys[-4:], state=Post.State.DRAFT)
    spare.filter(pk__in=keys[-3:]).update(state=Post.State.APPROVED)
    publish_due(limit=2)
    before = queries_of(lambda: publish_due(limit=1))
    keys = keys[:-4]
    first = len(keys) // (2 * ROUNDS)
    parts = [keys[number * first : (number + 1) * first] for number in range(2 * ROUNDS)]
    ours, theirs = Ours(), Theirs(server.url)
    found: dict[float, list[float]] = {}
    memory = []
    try:
        # Loads what is loaded at the first post.
        warm, parts[0] = parts[0][:PROCESSES], parts[0][PROCESSES:]
        ours.publish(warm)
        ours.late.clear()
        for number, part in enumerate(parts):
            latency = LATENCY if number >= ROUNDS else 0.0
            server.set(latency=latency)
            seconds = {one: one.publish(part) for one in ([ours, theirs] if number % 2 else [theirs, ours])}
            found.setdefault(latency, []).append(seconds[theirs] / seconds[ours])
            memory.append(ours.megabytes())
            if latency == 0:
                print(f"{len(part)} posts: ours {seconds[ours]:.1f} s, bare {seconds[theirs]:.1f} s", flush=True)
        server.set(latency=0.0)
        alone = seconds_late(server.url)
        spare.update(state=Post.State.APPROVED)
        after = queries_of(lambda: publish_due(limit=1))
    finally:
        ours.stop(), theirs.stop(), stand_ins.stop()
    late = statistics.quantiles(ours.late, n=100)
    return [
        at_least("rate against a bare loop", statistics.median(found[0.0]), GOAL),
        at_least("the same, 50 ms for each call", statistics.median(found[LATENCY]), GOAL),
        figure("seconds late, median of posts that are due alone", statistics.median(alone), 5),
        figure("seconds until the median post of a part left", late[49]),
        figure("seconds until the 99th percentile left", late[98]),
        figure("more queries for a post after all others", after - before, 0),
        figure("memory of the workers, last part against first", memory[-1] / memory[0], 1.1),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("--reference")
    inner, _rest = parser.parse_known_args()
    sys.path.insert(0, str(ROOT))
    if inner.worker:
        return work()
    if inner.reference:
        return bare_loop(inner.reference)
    options = options_of(__doc__, "240 posts")
    os.environ |= {
        "BASE_URL": "https://cosecha.example.org",
        "ITEM_URL_PATTERN": "https://example.org/{language}/{kind}/{slug}",
    }
    prepare(keeps_database=True)
    return report(run(12 if options.quick else 100), as_json=options.json)


if __name__ == "__main__":
    main()
