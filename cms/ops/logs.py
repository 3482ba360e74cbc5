"""What the log lines look like, and what never stands in them."""

import logging
import re

# The link to a person's own page is its key: whoever reads a log must not be able to open it.
KEYS = re.compile(r"(/mi-pagina/)[^/\s]+")


class LineFormatter(logging.Formatter):
    """One line for each event, without the keys that stand in addresses."""

    def format(self, record: logging.LogRecord) -> str:
        return KEYS.sub(r"\1…", super().format(record))
