from pathlib import Path

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Instead of the newsletter's app, whose words it says, and whose models it does without."""

    name = "newsletter.mailbox"
    path = str(Path(__file__).resolve().parents[1])
