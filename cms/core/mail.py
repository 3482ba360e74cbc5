"""Single messages to staff and readers through the server of the `EMAIL_*` settings.

Editions have a transport of their own (newsletter/sending/transports.py).
"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError
from cms.core.http.public_address import require_public_address
from cms.core.text import make_one_line


def require_working_links() -> None:
    """Raise PrivateAddressError where mail leaves this installation and nobody could open the links in it."""
    if not settings.LOCAL_MAILBOX:
        require_public_address()


class MailNotSentError(CosechaError):
    """The mail server could not be reached or refused the message."""

    sentence = _("The mail server did not take the message. Is it running, and is its address right?")


def send_mail(
    to: str,
    subject: str,
    text: str,
    *,
    html: str = "",
    sender: str = "",
    is_automatic: bool = False,
    error: type[MailNotSentError] = MailNotSentError,
) -> None:
    """Send one message to one address, from DEFAULT_FROM_EMAIL unless `sender` is given. Raises `error`.

    `is_automatic` marks what no person's act caused, so that no vacation notice answers it (RFC 3834 §5).
    """
    headers = {"Auto-Submitted": "auto-generated"} if is_automatic else {}
    message = EmailMultiAlternatives(make_one_line(subject), text, sender or None, [to], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as cause:
        raise error(detail=repr(cause)) from cause
