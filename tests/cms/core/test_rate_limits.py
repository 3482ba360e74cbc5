"""If these fail, each web process counts for itself, and whoever guesses has as many times the tries as there are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import httpx
import pytest
from django.db import connection
from redis import Redis, RedisError
from time_machine import travel

from cms.core import rate_limits
from tests.conftest import go_without
from tests.installation import ROOT, eventually, is_silent

TRIES, PROCESSES = 100, 8
COUNTING = f"""
from cms.core import rate_limits
print(*(rate_limits.count_attempt("guess", 100_000_000).count for _ in range({TRIES})))
"""


def redis_url() -> str:
    url = next((url for url in (os.environ.get("HUEY_URL", ""), "redis://127.0.0.1:6379/5") if "redis" in url), "")
    try:
        Redis.from_url(url).ping()
    except RedisError:
        go_without("Redis", "REQUIRE_POSTGRES")
    return url


@pytest.fixture(params=["file", "postgresql", "redis"])
def shared(request, db, settings, tmp_path):
    """Each place where tries can be counted."""
    if request.param == "postgresql" and connection.vendor != "postgresql":
        go_without("PostgreSQL", "REQUIRE_POSTGRES")
    if request.param == "file" and connection.vendor == "postgresql":
        pytest.skip("with PostgreSQL nothing is counted in a file")
    settings.VAR, settings.LIMITS_URL = tmp_path, redis_url() if request.param == "redis" else ""
    return request.param


def test_tries_are_counted_in_their_stretch_of_time_and_apart_from_others(shared):
    with travel(int(time.time() // 3600) * 3600 + 60, tick=False) as clock:
        assert [rate_limits.count_attempt("a", 3600).count for _ in range(3)] == [1, 2, 3]
        tally = rate_limits.count_attempt("b", 3600)
        assert (tally.count, tally.seconds_left) == (1, 3540)
        rate_limits.cancel_attempt(tally)
        assert rate_limits.count_attempt("b", 3600).count == 1
        clock.shift(3540)
        assert rate_limits.count_attempt("a", 3600).count == 1


def test_windows_that_are_over_are_deleted(shared):
    if shared == "redis":
        pytest.skip("Redis expires keys by itself")
    with travel(int(time.time() // 3600) * 3600 + 60, tick=False) as clock:
        rate_limits.count_attempt("over", 60)
        lasting = rate_limits.count_attempt("lasts", 3600)
        clock.shift(60)
        rate_limits.delete_past_windows()
        names = rate_limits.shared_counter().execute("SELECT name FROM cms_tally WHERE ends_at > %s", [0])
        assert names == [(lasting.name,)]


def test_a_key_in_redis_ends_with_its_window(settings):
    settings.LIMITS_URL = redis_url()
    tally = rate_limits.count_attempt("a", 3600)
    left = Redis.from_url(settings.LIMITS_URL).ttl(f"tally:{tally.name}")
    assert 0 < left <= tally.seconds_left + 2


def test_while_the_shared_count_cannot_be_reached_each_process_counts_alone(settings, caplog):
    settings.LIMITS_URL = "redis://127.0.0.1:1/0"
    assert [rate_limits.count_attempt("a", 3600).count for _ in range(3)] == [1, 2, 3]
    assert "counts alone" in caplog.text
    assert rate_limits.count_attempt("b", 3600).count == 1


@pytest.mark.processes
@pytest.mark.competing
@pytest.mark.parametrize("where", ["the database's", "redis"])
def test_many_processes_count_every_try_once(installation, where):
    url = redis_url() if where == "redis" else ""
    surroundings = installation.surroundings(LIMITS_URL=url, DJANGO_SETTINGS_MODULE="cms.settings")
    counting = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTING], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True
        )
        for _ in range(PROCESSES)
    ]
    counted = [int(number) for process in counting for number in process.communicate(timeout=240)[0].split()]
    assert sorted(counted) == list(range(1, TRIES * PROCESSES + 1))


@pytest.mark.processes
def test_a_guesser_who_comes_to_several_web_processes_has_no_more_tries(installation):
    quick = {"DJANGO_SETTINGS_MODULE": "tests.quick_settings"}
    surroundings = installation.surroundings(WEB_PROCESSES="2", WEB_THREADS="2", LIMITS_URL="", **quick)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:cms.ops.gunicorn_conf", "cms.wsgi"]
    installation.processes.append(subprocess.Popen(gunicorn, cwd=ROOT, env=surroundings))
    eventually(lambda: not is_silent(installation.port), "the web server listens")

    def guess() -> int:
        with httpx.Client(base_url=f"http://127.0.0.1:{installation.port}", timeout=60) as client:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/admin/login/").text).group(1)
            form = {"username": "admin", "password": "adivina", "csrfmiddlewaretoken": token}
            return client.post("/admin/login/", data=form).status_code

    # All within one stretch: the next begins at a quarter of an hour.
    eventually(lambda: time.time() % 900 < 840, within=70)
    assert sorted(guess() for _ in range(26)) == [200] * 20 + [429] * 6
