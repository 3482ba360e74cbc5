"""Single messages to one person: a plain, good email, through the same mail server as everything else."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from cms.core.errors import CosechaError
from cms.core.text import collapse_spaces
from newsletter.models import Edition
from newsletter.rendering import render_edition
from newsletter.rendering.preview import fill, sample_values


class MailServerError(CosechaError):
    """The mail server did not take the message."""

    sentence = gettext_lazy("The mail server did not take the message. Is it running, and is its address right?")


def notify(to: str, subject: str, text: str) -> None:
    """Send one plain message. Raises MailServerError."""
    _send(
        EmailMessage(
            collapse_spaces(subject),
            text,
            settings.DEFAULT_FROM_EMAIL,
            [to],
            headers={"Auto-Submitted": "auto-generated"},
        )
    )


def send_test(edition: Edition, to: Any, language: str = "es") -> str:
    """Send `edition` as it is now to one member of staff, marked as a test. Answers the address it went to."""
    if not to.email:
        raise CosechaError(_("Your account has no email address. Add one in your profile."))
    rendered = render_edition(edition, language)
    values = sample_values(language)
    message = EmailMultiAlternatives(
        _("[Test] %(subject)s") % {"subject": rendered.subject},
        fill(rendered.text, values),
        f'"{collapse_spaces(edition.audience.from_name).replace(chr(34), "")}" <{edition.audience.from_email}>',
        [to.email],
    )
    message.attach_alternative(fill(rendered.html, values), "text/html")
    _send(message)
    log(edition, "cosecha.send_test", user=to, data={"language": language})
    return str(to.email)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerError(detail=repr(error)) from error
