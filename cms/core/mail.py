"""Single messages to staff and readers through the server of the `EMAIL_*` settings.

Editions have a transport of their own (newsletter/sending/transports.py).
"""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy as _

from cms.core.errors import CosechaError
from cms.core.http.public_address import require_public_address
from cms.core.text import make_one_line
from media.text.email_address import needs_smtputf8


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
        if needs_smtputf8(to):
            _send_internationalised(message)
        else:
            message.send()
    except (smtplib.SMTPException, OSError) as cause:
        raise error(detail=repr(cause)) from cause


def _send_internationalised(message: EmailMultiAlternatives) -> None:
    """Send to an address outside ASCII (RFC 6531), which Django 5.2 would write as an encoded word: another mailbox.

    Raises SMTPNotSupportedError where the server does not offer SMTPUTF8.
    """
    connection = get_connection()
    connection.open()
    smtp = getattr(connection, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):  # not a server of ours: a provider, or the memory of a test
        message.send()
        return
    plain = EmailMessage()
    plain["Subject"], plain["From"], plain["To"] = message.subject, message.from_email, message.to[0]
    plain["Date"], plain["Message-ID"] = formatdate(), make_msgid()
    for header, value in message.extra_headers.items():
        plain[header] = value
    plain.set_content(str(message.body))
    for alternative in message.alternatives:
        plain.add_alternative(str(alternative[0]), subtype="html")
    try:
        smtp.send_message(plain)
    finally:
        connection.close()
