"""The parts of a thread on networks where each part answers the one before: published one by one, each once."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from campaigns.networks.base import Live, NotSentError, Outgoing, RefusedError, WaitUntilError
from campaigns.networks.steps import Steps

# The step that says that the first part is out: from then on the post is, whatever became of the rest.
FIRST = "part 0"
# The step that names the further part that was sent last.
SENT = "part sent"


def kept_part(steps: Steps, number: int) -> Live | None:
    """A part that is known to be out."""
    remote_id, _space, url = steps.get(f"part {number}").partition(" ")
    return Live(remote_id, url) if remote_id else None


def kept_parts(steps: Steps) -> Live | None:
    """All that is known to be out, as one post; there may be more."""
    out: list[Live] = []
    while part := kept_part(steps, len(out)):
        out.append(part)
    return as_thread(out, is_whole=False) if out else None


def keep_part(steps: Steps, number: int, live: Live) -> None:
    steps.keep(f"part {number}", f"{live.remote_id} {live.url}")


def is_part_in_doubt(steps: Steps) -> bool:
    """Whether a further part was sent of which nobody knows whether it is out."""
    number = steps.get(SENT)
    return bool(number) and kept_part(steps, int(number)) is None


def publish_parts(post: Outgoing, send: Callable[[int, str, str], Live]) -> Live:
    """Publish what is not out yet. `send` takes a part's place, its text and the number of the part before it."""
    out: list[Live] = []
    for number, text in enumerate(post.texts):
        live = kept_part(post.steps, number)
        if live is None:
            live = _sent(post.steps, number, partial(send, number, text, out[-1].remote_id if out else ""))
            keep_part(post.steps, number, live)
        out.append(live)
    return as_thread(out, is_whole=True)


def _sent(steps: Steps, number: int, send: Callable[[], Live]) -> Live:
    if number:
        steps.keep(SENT, str(number))
    try:
        return send()
    except (NotSentError, RefusedError, WaitUntilError):
        if number:
            steps.keep(SENT, "")
        raise


def as_thread(parts: list[Live], *, is_whole: bool) -> Live:
    """Parts as one post."""
    first, *rest = parts
    return replace(first, rest=tuple(one.remote_id for one in rest), is_whole=is_whole)
