"""Why a file is refused, as values: whoever started the process has the sentence for each."""

# The process was stopped by its bounds.
TOO_MUCH_WORK = "too_much_work"
# No process may be started now: others are at work.
BUSY = "busy"


class FileRefusedError(Exception):
    """A file that is not taken in. `about` is what the sentence speaks of: a number, a limit, what was found."""

    def __init__(self, problem: str, about: str = "", *, detail: str = "") -> None:
        self.problem, self.about, self.detail = problem, about, detail
        super().__init__(problem, about, detail)
