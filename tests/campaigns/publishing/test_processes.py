"""Promise 3 with real processes: worker, network and a proxy that loses answers. Every post once, nobody lost."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter

import pytest
from django.conf import settings

from campaigns.models import Post
from campaigns.sandbox.models import SandboxPost
from campaigns.sandbox.open_account import open_account
from tests.campaigns.factories import make_campaign, make_post
from tests.campaigns.processes import running

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
State = Post.State


@pytest.fixture
def processes(tmp_path):
    with running(tmp_path) as started:
        yield started


def due_posts(count: int) -> list[Post]:
    campaign = make_campaign(accounts=[open_account("Red Semillas", "red-semillas")])
    return [make_post(campaign=campaign, minutes=-1 - number) for number in range(count)]


def all_published() -> bool:
    return not Post.objects.exclude(state=State.PUBLISHED).exists()


def check_each_appeared_once(posts: list[Post]) -> None:
    appeared = Counter(SandboxPost.objects.values_list("client_key", flat=True))
    assert appeared == {str(post.key): 1 for post in posts}
    remote = {str(pk): key for pk, key in SandboxPost.objects.values_list("pk", "client_key")}
    assert all(remote[post.remote_id] == str(post.key) for post in Post.objects.all())


def test_answers_that_are_lost_after_the_network_took_the_post_duplicate_nothing(processes):
    posts = due_posts(6)
    processes.proxy.faults = ["hang", "close", "502", "half", "502 before", ""]
    processes.worker()
    processes.until(all_published)
    check_each_appeared_once(posts)
    assert processes.proxy.posts == 7  # each once, and once more the one that surely was not there


def test_a_network_that_finishes_long_after_we_gave_up_waiting_gets_no_second_post(processes):
    posts = due_posts(2)
    processes.proxy.faults = ["late", ""]
    processes.worker()
    processes.until(all_published)
    check_each_appeared_once(posts)
    assert processes.proxy.posts == 2


@pytest.mark.competing
def test_a_worker_killed_between_the_networks_yes_and_its_own_note_duplicates_nothing(processes):
    posts = due_posts(3)
    processes.proxy.faults = ["hang"]
    first = processes.worker()
    processes.until(processes.proxy.accepted.is_set)
    processes.kill(first)
    # One for each of the worker's threads, at the most.
    assert 1 <= Post.objects.filter(state=State.PUBLISHING).count() <= settings.HUEY["consumer"]["workers"]
    processes.worker()
    processes.until(all_published)
    check_each_appeared_once(posts)


@pytest.mark.competing
def test_two_workers_started_at_once_publish_each_post_once(processes):
    posts = due_posts(10)
    processes.worker()
    processes.worker()
    processes.until(all_published)
    check_each_appeared_once(posts)
    assert processes.proxy.posts == 10


@pytest.mark.nightly
@pytest.mark.competing
def test_a_worker_that_stands_still_for_longer_than_its_lease_duplicates_nothing(processes):
    posts = due_posts(3)
    processes.proxy.faults = ["hang"]
    first = processes.worker()
    processes.until(processes.proxy.accepted.is_set)
    os.killpg(first.pid, signal.SIGSTOP)
    processes.worker()
    processes.until(all_published)
    os.killpg(first.pid, signal.SIGCONT)
    # Its answer never comes: it gives up waiting, and has nothing more to say of the post.
    time.sleep(5)
    assert all_published()
    check_each_appeared_once(posts)


@pytest.mark.nightly
@pytest.mark.competing
def test_a_worker_killed_again_and_again_loses_nobody(processes):
    posts = due_posts(5)
    for number in range(3):
        worker = processes.worker()
        processes.until(lambda least=number: SandboxPost.objects.count() > least)
        processes.kill(worker)
    processes.worker()
    processes.until(all_published)
    check_each_appeared_once(posts)
