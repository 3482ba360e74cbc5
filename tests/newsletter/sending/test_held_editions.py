"""If this fails, a backup that was put back mails everybody again."""

from __future__ import annotations

import gc
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from cms.core.errors import NotPermittedError
from cms.jobs import holds, runs
from cms.models import DatabaseOrigin, Hold
from newsletter.models import Edition
from newsletter.sending.send_edition import send_edition
from tests.copies import DatabaseCopy, die, stop
from tests.factories import make_user
from tests.newsletter.sending.steps import reload, send_all

SECONDS, MINUTES, DAYS = timedelta(seconds=20), timedelta(minutes=5), timedelta(days=2)


@pytest.fixture
def ready(transactional_db, approved_edition, make_reader):
    for number in range(3):
        make_reader(f"r{number}@example.org")
    gc.collect()  # a connection that a finished thread left open would keep its hold on a file that is replaced
    yield approved_edition
    die()


@pytest.fixture
def in_rounds(databases, settings, tmp_path):
    """Each round begins with the same rows, and an empty state folder."""
    rows = databases.snapshot()

    def begin(number: int, at) -> None:
        die()
        databases.restore(rows)
        settings.STATE_FOLDER = tmp_path / f"round-{number}"

    return begin


def test_a_copy_that_was_put_back_sends_nothing_until_it_is_released(ready, receiver, in_rounds, admin, tmp_path):
    now = timezone.now()
    found, expected = {}, {}
    # When the copy is made, how it is put back, how much later, how the sending process ended.
    rows = list(product(("stopped", "running"), ("over", "anew"), (SECONDS, MINUTES, DAYS), (stop, die)))
    # Mail is really sent in these; in the others the process only marks that it was.
    mailed = {0, 9, 16, len(rows) - 1}
    for number, (made, how, later, end) in enumerate(rows):
        if connection.vendor == "postgresql" and number not in mailed:
            continue  # each makes two databases
        in_rounds(number, now)
        receiver.messages.clear()
        with time_machine.travel(now, tick=True):
            runs.begin(beats=True)
            if made == "stopped":
                stop()
            copy = DatabaseCopy(tmp_path)
            if made == "stopped":
                runs.begin(beats=True)
            send_all(ready) if number in mailed else runs.mark()
            first = len(receiver.messages)
            end()
            copy.put_back(how)
        with time_machine.travel(now + later, tick=True):
            runs.begin(beats=True)
            if number in mailed:
                send_edition(ready.pk)
            again = len(receiver.messages) - first
            held = {one.reference for one in holds.held_for(admin)}
        copy.drop()
        name = f"{made} {how} {later} {end.__name__}"
        found[name] = (first, again, held)
        expected[name] = (3 * (number in mailed), 0, {f"edition:{ready.pk}", "notices:all"})
    assert found == expected
    # The last round was two days late. Released, the usual lateness window decides.
    assert holds.release([f"edition:{ready.pk}"], admin) == 1
    with time_machine.travel(now + SECONDS):
        send_all(ready)
    assert len(receiver.messages) == 6
    assert holds.release([f"edition:{ready.pk}"], admin) == 0


def test_a_pause_asks_nothing(ready, receiver, in_rounds, tmp_path):
    now = timezone.now()
    for number, (later, end, sign) in enumerate(
        [
            (timedelta(hours=12), stop, None),
            (timedelta(days=60), stop, None),
            (timedelta(seconds=59), die, None),
            (timedelta(minutes=10), die, Hold.Sign.SILENT),
        ]
    ):
        in_rounds(number, now)
        with time_machine.travel(now, tick=True):
            runs.begin(beats=True)
            runs.mark()
            end()
        with time_machine.travel(now + later, tick=True):
            hold = runs.begin(beats=True)
        assert (hold and hold.sign) == sign, (later, end)
    # The same process after a sleep, with another process starting before it has woken up.
    in_rounds(9, now)
    with time_machine.travel(now, tick=True):
        runs.begin(beats=True)
        own = runs._own
    with time_machine.travel(now + timedelta(hours=9), tick=True):
        runs._own = None
        assert runs.begin() is None
        die()
        runs._own = own
        runs.mark()
    assert not Hold.objects.exists()


def test_a_database_that_is_replaced_under_a_running_process_is_noticed_before_anything_leaves(
    ready, receiver, admin, tmp_path, settings
):
    runs.begin(beats=True)
    copy = DatabaseCopy(tmp_path)
    send_all(ready)
    copy.put_back("over")
    send_edition(ready.pk)
    assert (len(receiver.messages), reload(ready).state) == (3, Edition.State.APPROVED)
    assert Hold.objects.get().sign == Hold.Sign.BEHIND
    # On a machine that never saw it, the database itself says that it was moved, or marked by a backup.
    for change, sign in (({"opened_as": "elsewhere"}, Hold.Sign.MOVED), ({"copied_at": timezone.now()}, "marked")):
        stop()
        settings.STATE_FOLDER = tmp_path / sign
        DatabaseOrigin.objects.update(**change)
        hold = runs.begin()
        assert hold is not None
        assert hold.sign == sign
    copy.drop()


def test_only_who_may_approve_releases(ready, admin):
    runs.begin()
    DatabaseOrigin.objects.update(copied_at=timezone.now())
    runs.begin()
    editor = make_user("editor")
    assert holds.held_for(editor) == []
    with pytest.raises(NotPermittedError):
        holds.release([f"edition:{ready.pk}"], editor)
    assert not runs.may_send_notices()
    assert holds.release([one.reference for one in holds.held_for(admin)], admin) == 2
    assert runs.may_send_notices()
    assert reload(ready).held_at is None
