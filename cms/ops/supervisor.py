"""One command prepares this folder and runs the web server, the worker and the local mailbox until told to stop."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from cms.core.errors import CosechaError
from cms.jobs import runs
from cms.ops import bootstrap, preflight
from cms.ops.child_process import Child

# A web server that dies so often before it ever answered will not come up by itself.
HOPELESS = 4
# And one that has not answered after so many seconds does not answer at all.
ANSWERS_WITHIN = 180


class StartError(CosechaError):
    """Cosecha cannot start, and why."""


class Supervisor:
    """Keeps the children running until a signal asks to stop."""

    def __init__(self, children: list[Child], tell: Callable[[str], None]) -> None:
        self.children = children
        self.tell = tell
        self.stops_asked = 0

    def ask_to_stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stops_asked += 1

    def run(self, on_ready: Callable[[], None]) -> None:
        """Start all, say when the web server answers, restart what dies; return when asked to stop and all stopped."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self.ask_to_stop)
        is_ready, began_at = False, time.monotonic()
        try:
            while not self.stops_asked:
                for child in self.children:
                    child.look(self.tell_of_death)
                if not is_ready and (is_ready := web_answers()):
                    on_ready()
                is_hopeless = any(child.deaths >= HOPELESS for child in self.children)
                if not is_ready and (is_hopeless or time.monotonic() - began_at > ANSWERS_WITHIN):
                    raise StartError(_("Cosecha could not start: the reason is in the messages above."))
                time.sleep(0.1)
            self.tell(_("Stopping: what is being sent now is finished first…"))
        finally:
            self.stop()

    def stop(self) -> None:
        """The worker first, while the web server and the mailbox that it is talking to are still there."""
        for child in reversed(self.children):
            child.stop(is_hurried=lambda: self.stops_asked > 1)

    def tell_of_death(self, child: Child, pause: float) -> None:
        self.tell(
            _("%(name)s stopped by itself and is started again in %(seconds)d s.")
            % {"name": child.name, "seconds": round(pause)}
        )


def start(tell: Callable[[str], None]) -> None:
    """Prepare, run until stopped, and clean up. Raises CosechaError with the sentence to show."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    with preflight.only_one(settings.VAR):
        preflight.check_port(settings.BIND, settings.PORT, "PORT")
        if settings.LOCAL_MAILBOX:
            preflight.check_port("127.0.0.1", settings.MAILBOX_PORT, "MAILBOX_PORT")
        bootstrap.prepare(tell)
        if hold := runs.begin():
            tell(" ".join([hold.get_sign_display(), _("What was due waits: look at the home page.")]))
        supervisor = Supervisor(children(), tell)
        supervisor.run(on_ready=lambda: tell(bootstrap.welcome()))
        runs.stop()
    tell(_("Cosecha has stopped."))


def children() -> list[Child]:
    """What runs, in the order in which it starts; stopped the other way round."""
    root = Path(settings.BASE_DIR)
    manage = [sys.executable, "manage.py"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:cms.ops.gunicorn_conf", "cms.wsgi"]
    # They start in another folder than this process may have, from which COSECHA_VAR would lead elsewhere.
    here = (root, {**os.environ, "COSECHA_VAR": str(settings.VAR)})
    web = Child(_("The web server"), gunicorn, *here)
    # A worker's slices are short, but one may be waiting for a slow mail server or network.
    run_huey = [*manage, "run_huey"]
    if settings.LOCAL_MAILBOX and apps.is_installed("newsletter"):
        mailbox = Child(_("The local mailbox"), [sys.executable, "-m", "newsletter.mailbox"], *here)
        # Its first look finds mail to send, which would come back as a failure while nobody takes it.
        return [web, mailbox, Child(_("The worker"), run_huey, *here, patience=90, after=mailbox_listens)]
    return [web, Child(_("The worker"), run_huey, *here, patience=90)]


def mailbox_listens() -> bool:
    """Whether the local mailbox takes mail."""
    try:
        with socket.create_connection(("127.0.0.1", settings.MAILBOX_PORT), timeout=1):
            return True
    except OSError:
        return False


def web_answers() -> bool:
    """Whether the web server of this installation answers."""
    address = urlsplit(settings.BASE_URL)
    here = "127.0.0.1" if settings.BIND in ("0.0.0.0", "") else settings.BIND  # noqa: S104  # it is asked for, not bound
    headers = {"Host": address.netloc, "X-Forwarded-Proto": address.scheme}
    request = urllib.request.Request(f"http://{here}:{settings.PORT}/healthy", headers=headers)
    try:
        # No proxy of the surroundings may stand between.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Stopped while preparing: what was done is committed, what was not is done at the next start."""
    sys.exit(0)
