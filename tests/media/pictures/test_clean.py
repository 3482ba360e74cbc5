"""Six who bring large pictures at once take the memory of two, and the others are told to try again."""

from __future__ import annotations

import threading

import pytest

from media.bounded.errors import BUSY
from media.bounded.places import MOST_THREADS, PLACES
from media.pictures import clean
from media.pictures.clean import clean_picture
from media.refusals import TOO_BIG, RefusedFileError
from tests.media.pictures.odd_pictures import png


def test_six_at_once_are_read_two_at_a_time(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    at_work, most, counting = 0, 0, threading.Lock()
    really, everybody_came = clean.run_apart, threading.Barrier(6)
    answers: list[str] = []

    def counted(*arguments, **options):
        nonlocal at_work, most
        with counting:
            at_work += 1
            most = max(most, at_work)
        try:
            return really(*arguments, **options)
        finally:
            with counting:
                at_work -= 1

    def bring() -> None:
        everybody_came.wait(10)
        try:
            clean_picture(picture, "foto.png")
            answers.append("taken")
        except RefusedFileError as error:
            answers.append(error.problem)

    monkeypatch.setattr(clean, "run_apart", counted)
    picture = png(700, 700, 16, 6, bytes(8 * 700))
    threads = [threading.Thread(target=bring) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= PLACES
    assert answers.count("taken") >= MOST_THREADS
    assert set(answers) <= {"taken", BUSY}


def test_a_file_that_is_too_large_is_not_even_read(monkeypatch, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1024 * 1024
    monkeypatch.setattr(clean, "run_apart", None)
    with pytest.raises(RefusedFileError, match="1 MB") as refused:
        clean_picture(bytes(1024 * 1024 + 1), "foto.jpg")
    assert refused.value.problem == TOO_BIG
