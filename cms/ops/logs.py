"""Configuration of logging: the format of a line, the level of each logger, and what is never logged."""

import logging
import re
from typing import Any

# What follows these in an address is a key to what is behind it: whoever reads a log must not be able to open it.
# A person's page, a form for collecting at a workshop, a reader's subscription, a new password.
KEYS = re.compile(
    r"(/(?:mi-pagina|recoger|baja|preferencias|confirmar|tarjetas|password_reset/confirm/[^/\s]+)/)(?!worker\.js)[^/\s]+"
)


class LineFormatter(logging.Formatter):
    """One line for each event, without the keys that stand in addresses."""

    def format(self, record: logging.LogRecord) -> str:
        return KEYS.sub(r"\1…", super().format(record))


def logging_config(level: str) -> dict[str, Any]:
    """The setting LOGGING: everything from `level` on goes to the console.

    https://docs.djangoproject.com/en/5.2/topics/logging/#configuring-logging
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "class": "cms.ops.logs.LineFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # A handler of its own, or its consumer would add one that says everything.
            "huey": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "httpx": {"level": "WARNING"},
            # Below, it says addresses, and in those of some networks stands an account's key.
            "urllib3": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            # At DEBUG these write keys and tokens.
            "tweepy": {"level": "WARNING"},
            "oauthlib": {"level": "WARNING"},
            "requests_oauthlib": {"level": "WARNING"},
            "mail.log": {"level": "WARNING"},  # the local mailbox: every line of every conversation otherwise
        },
    }
