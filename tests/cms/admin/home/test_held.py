"""If this fails, nobody can release what waits because the database is a copy."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.jobs import holds, runs
from cms.jobs.incidents import report_incident
from cms.models import DatabaseOrigin, Hold, Incident
from cms.users.roles import EDITOR
from tests.copies import die
from tests.factories import make_user


@pytest.fixture
def copied(transactional_db, admin):
    runs.begin()
    DatabaseOrigin.objects.update(copied_at="2026-01-01T00:00:00Z")
    runs.begin()
    yield admin
    die()


def test_the_home_page_releases_what_waits_with_one_click(copied):
    client = Client(enforce_csrf_checks=True)
    client.force_login(copied)
    report_incident("key", "Algo falló.")
    home = client.get(reverse("wagtailadmin_home")).text
    assert str(Hold.Sign.MARKED.label) in home
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', home)
    assert len(tokens) >= 2
    done = client.post(reverse("release_held"), {"csrfmiddlewaretoken": tokens[0]}, follow=True)
    assert (done.status_code, holds.all_held()) == (200, [])
    assert str(Hold.Sign.MARKED.label) not in done.text
    for named in ("notices:all", "edition:x", "edition:", "post:²", "edition:9999999999999999999999", "edition:1"):
        again = client.post(reverse("release_held"), {"csrfmiddlewaretoken": tokens[0], "held": named}, follow=True)
        assert "Otra persona ya lo dejó salir" in again.text, named
    incident = Incident.objects.get()
    resolved = client.post(reverse("resolve_incident", args=[incident.pk]), {"csrfmiddlewaretoken": tokens[0]})
    assert resolved.status_code == 302


def test_others_learn_that_something_waits_and_may_not_release_it(copied, client):
    client.force_login(make_user("lectora", groups=(EDITOR,)))
    assert "Una más espera" in client.get(reverse("wagtailadmin_home")).text
    for named in ({}, {"held": "notices:all"}, {"held": "edition:1"}, {"held": "nothing"}, {"held": "notices:x"}):
        answer = client.post(reverse("release_held"), named)
        assert answer.status_code == 302
    assert holds.are_notices_held()
