"""Tasks that take long or fail."""

import time
from pathlib import Path

from huey.contrib.djhuey import db_task


@db_task()
def write_slowly(path: str) -> None:
    """A slice that a stop finds half done."""
    Path(path).write_text("begun")
    time.sleep(3)
    Path(path).write_text("finished")


@db_task()
def fail() -> None:
    raise RuntimeError("the disk is on fire")
