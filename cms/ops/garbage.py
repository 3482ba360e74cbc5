"""How often Python looks for cycles of objects that nothing uses any more.

At Python's own 700 new objects it walks through the hundred thousands that Django and Wagtail load again and again: a
quarter of all CPU time, in start-up, migrations and requests alike. https://docs.python.org/3/library/gc.html
"""

import gc

NEW_OBJECTS = 50_000
OLDER_ROUNDS = 20


def collect_seldom() -> None:
    """Ask for it before anything large is imported: until that is loaded, nothing is looked for at all."""
    gc.set_threshold(NEW_OBJECTS, OLDER_ROUNDS, OLDER_ROUNDS)
    gc.disable()


def keep_what_is_loaded() -> None:
    """What is loaded stays until the process ends, and is not walked through any more."""
    gc.freeze()
    gc.enable()
