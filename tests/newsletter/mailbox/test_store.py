"""The local mailbox as files."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from newsletter.mailbox.store import Mailbox

SURROUNDINGS = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"}


@pytest.fixture
def box(tmp_path):
    return Mailbox(tmp_path / "mailbox")


def mail(number: int) -> bytes:
    lines = [
        "From: =?utf-8?q?Red_Killari_=C3=B1?= <a@example.org>",
        f"To: l{number}@example.org",
        f"Subject: N {number}",
    ]
    return "\r\n".join([*lines, "", "Hola", ""]).encode()


def test_the_newest_comes_first_with_its_headers_read(box):
    for number in range(3):
        box.add(mail(number))
    assert [box.summary(key).subject for key in box.newest_first()] == ["N 2", "N 1", "N 0"]
    assert box.summary(box.newest_first()[0]).sender == "Red Killari ñ <a@example.org>"


def test_reading_marks_as_seen_and_keeps_the_message(box):
    key = box.add(mail(1))
    assert box.unseen_count() == 1
    box.mark_seen(key)
    box.mark_seen(key)
    assert box.unseen_count() == 0
    assert box.summary(key).is_seen
    assert box.source(key) == mail(1)


def test_search_looks_at_people_and_subject(box):
    for number in range(12):
        box.add(mail(number))
    assert [box.summary(key).recipient for key in box.search("L11@", box.newest_first())] == ["l11@example.org"]
    assert len(box.search("killari ñ", box.newest_first())) == 12


@pytest.mark.processes
def test_many_writers_at_once_lose_nothing(box):
    adding = f"""
from pathlib import Path
from newsletter.mailbox.store import Mailbox
box = Mailbox(Path({str(box.folder)!r}))
for _ in range(50): box.add(b"Subject: x\\n\\ny")
"""
    writers = [subprocess.Popen([sys.executable, "-c", adding], env=SURROUNDINGS) for _ in range(3)]
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda number: box.add(mail(number)), range(200)))
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    assert len(set(keys)) == 200
    assert len(box.newest_first()) == 350


def test_messages_of_one_moment_sort_as_they_came(box):
    """Maildir writes microseconds and its counter without leading zeros."""
    names = ["1764000000.M9P7Q9.here", "1764000000.M10P7Q10.here", "1764000000.M10P7Q11.here", "1764000001.M1P9Q1.here"]
    for name in names:
        (box.folder / "new" / name).write_bytes(mail(1))
    assert box.newest_first() == names[::-1]


def test_nothing_half_written_is_listed(box):
    (box.folder / "tmp" / "half").write_bytes(b"From: x")
    assert box.newest_first() == []


@pytest.mark.parametrize("key", ["../secrets", "..", "a/b", "gone"])
def test_a_key_never_leads_out_of_the_mailbox(box, key):
    with pytest.raises(KeyError):
        box.source(key)


def test_it_can_be_emptied(box):
    box.add(mail(1))
    box.mark_seen(box.add(mail(2)))
    assert box.delete_all() == 2
    assert box.newest_first() == []


def test_a_message_without_headers_is_shown_all_the_same(box):
    key = box.add(b"\xff\xfe nothing like mail")
    assert box.summary(key).subject == ""
    box.message(key)
