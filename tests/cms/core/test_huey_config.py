"""One address chooses the queue; a wrong one must be refused at the start, not at the first task."""

import pytest
from django.utils.module_loading import import_string
from huey import PostgresHuey, RedisHuey

from cms.core.queue.huey_config import huey_from_url
from cms.core.queue.huey_file import FileHuey


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite://", FileHuey),
        ("sqlite:////srv/cosecha/queue.sqlite3", FileHuey),
        ("redis://127.0.0.1:6379/5", RedisHuey),
        ("rediss://cache.example.org/0", RedisHuey),
        ("postgres://cosecha@127.0.0.1/cosecha", PostgresHuey),
        ("postgresql://cosecha@127.0.0.1/cosecha", PostgresHuey),
    ],
)
def test_each_address_has_its_queue(url, kind, tmp_path):
    assert import_string(huey_from_url(url, tmp_path)["huey_class"]) is kind


def test_the_default_queue_is_a_file_of_its_own_in_var(tmp_path):
    assert huey_from_url("sqlite://", tmp_path)["connection"] == {"filename": str(tmp_path / "queue.sqlite3")}


def test_another_file_can_be_named(tmp_path):
    setting = huey_from_url("sqlite:////srv/cosecha/queue.sqlite3", tmp_path)

    assert setting["connection"] == {"filename": "/srv/cosecha/queue.sqlite3"}


def test_an_unknown_address_is_refused_without_repeating_its_password(tmp_path):
    with pytest.raises(ValueError, match="HUEY_URL must begin with") as error:
        huey_from_url("amqp://rosa:secret@127.0.0.1", tmp_path)

    assert "secret" not in str(error.value)


def test_a_polite_stop_never_loses_a_task(tmp_path):
    """SIGTERM is what systemd and Docker send."""
    for url in ("sqlite://", "redis://127.0.0.1", "postgres://127.0.0.1/x"):
        assert huey_from_url(url, tmp_path)["consumer"]["graceful_signal"] == "TERM"
