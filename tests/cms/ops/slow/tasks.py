"""Tasks that take long or fail."""

import time
from pathlib import Path

from huey.contrib.djhuey import db_task


@db_task()
def write_slowly(path: str) -> None:
    """A slice that a stop finds half done: it ends a second after the file `path`.stopping is there."""
    Path(path).write_text("begun")
    while not Path(f"{path}.stopping").exists():
        time.sleep(0.05)
    time.sleep(1)
    Path(path).write_text("finished")


@db_task()
def fail() -> None:
    raise RuntimeError("the disk is on fire")
