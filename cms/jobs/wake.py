"""Wake a worker by the name of a task, so that no module below `tasks` has to import it."""

import logging
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def wake(task: str, *args: Any) -> None:
    """Enqueue the Huey task with the dotted path `task` after commit.

    A lost wake-up delays work until the next tick and loses nothing, so a queue that refuses it is only logged.
    """

    def enqueue() -> None:
        run = import_string(task)
        try:
            run(*args)
        except Exception:
            logger.warning("The queue refused the wake-up of %s; the next tick finds the work.", task, exc_info=True)

    transaction.on_commit(enqueue)
