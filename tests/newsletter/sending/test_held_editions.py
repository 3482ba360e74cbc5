"""If this fails, a backup that was put back mails everybody again."""

from __future__ import annotations

import gc
import shutil
from datetime import timedelta
from io import StringIO
from itertools import product

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cms.core.errors import NotPermittedError
from cms.jobs import holds, runs
from cms.models import DatabaseOrigin, Hold, Incident
from newsletter.editions.approve import approve_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Edition
from newsletter.sending.send_edition import send_edition
from newsletter.sending.start import report_unapproved
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


def test_the_commands_put_a_backup_back_on_hold(ready, receiver, admin, settings, tmp_path):
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump")
    settings.VAR = tmp_path / "var"
    settings.MAILBOX_FOLDER, settings.SECRETS_FOLDER = settings.VAR / "mailbox", settings.VAR / "secrets"
    runs.begin(beats=True)
    call_command("backup", str(tmp_path / "copy"), stdout=StringIO())
    assert send_all(ready).state == Edition.State.SENT
    worker, runs._own = runs._own, None  # the command is a process of its own
    with pytest.raises(CommandError, match="Cosecha"):
        call_command("restore", str(tmp_path / "copy"), stdout=StringIO())
    runs._own = worker
    stop()
    told = StringIO()
    call_command("restore", str(tmp_path / "copy"), stdout=told)
    assert "before-restore" in told.getvalue()
    runs.begin(beats=True)
    assert send_all(ready).state == Edition.State.APPROVED
    assert len(receiver.messages) == 3
    assert {one.reference for one in holds.held_for(admin)} == {f"edition:{ready.pk}", "notices:all"}
    assert holds.release([f"edition:{ready.pk}"], admin) == 1
    assert send_all(ready).state == Edition.State.SENT
    assert len(receiver.messages) == 6


# In which state the copy knows an edition, and when it goes out → is it marked where the database is certainly a copy,
# and where it was only silent?
MARKED = [
    ("approved", -1, True, True),
    ("approved", 26, True, False),  # somebody may have sent it at once after the copy was made
    ("sending", -1, True, True),
    ("paused", -1, True, True),
    ("draft", -1, True, False),
    ("draft", 26, True, False),
    ("late", -9, True, False),
    ("sent", -1, False, False),
    ("cancelled", -1, False, False),
]


@pytest.mark.parametrize("sign", [Hold.Sign.MARKED, Hold.Sign.SILENT])
def test_each_edition_that_may_have_gone_out_since_is_marked(ready, receiver, admin, admin_client, sign):
    rows = Edition.objects.filter(pk=ready.pk)
    for state, hours, if_certain, if_silent in MARKED:
        rows.update(state=state, send_at=timezone.now() + timedelta(hours=hours), held_at=None)
        Incident.objects.all().delete()
        holds.hold_what_was_due(sign, None, timezone.now())
        is_marked = if_silent if sign == Hold.Sign.SILENT else if_certain
        assert bool(reload(ready).held_at) == is_marked, (state, hours)
        is_listed = f"edition:{ready.pk}" in {one.reference for one in holds.held_for(admin)}
        assert is_listed == (is_marked and state not in ("draft", "late")), (state, hours)
        page = admin_client.get(reverse("newsletter_edition", args=[ready.pk])).content.decode()
        assert ("copia del pasado" in page) == is_marked, (state, hours)
        report_unapproved(timezone.now())
        told = "".join(Incident.objects.values_list("sentence", flat=True))
        assert ("no se envió" in told) == ((state, hours, is_marked) == ("draft", -1, False)), told


def test_neither_approving_nor_going_on_releases_what_is_held(ready, receiver, admin):
    rows = Edition.objects.filter(pk=ready.pk)
    for state in ("draft", "paused"):
        rows.update(state=state, send_at=timezone.now() + timedelta(minutes=1), held_at=None)
        holds.hold_what_was_due(Hold.Sign.MARKED, None, timezone.now())
        edition = reload(ready)
        approve_edition(edition, edition_digest(edition), admin)
        with time_machine.travel(timezone.now() + MINUTES):
            send_all(ready)
        assert receiver.messages == [], state
        assert f"edition:{ready.pk}" in {one.reference for one in holds.held_for(admin)}, state


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
