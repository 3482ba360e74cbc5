"""Test mails: an edition as it is now, sent to one member of staff."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.errors import CosechaError
from cms.core.mail import send_mail
from cms.core.text import collapse_spaces
from newsletter.models import Edition
from newsletter.rendering import render_edition
from newsletter.rendering.preview import fill, sample_values


def send_test_email(edition: Edition, to: Any, language: str = "es") -> str:
    """Send `edition` as it is now to one member of staff, marked as a test; the address it went to.

    Raises MailNotSentError.
    """
    if not to.email:
        raise CosechaError(_("Your account has no email address. Add one in your profile."))
    rendered = render_edition(edition, language)
    values = sample_values(language)
    send_mail(
        to.email,
        _("[Test] %(subject)s") % {"subject": rendered.subject},
        fill(rendered.text, values),
        html=fill(rendered.html, values),
        sender=f'"{collapse_spaces(edition.audience.from_name).replace(chr(34), "")}" <{edition.audience.from_email}>',
    )
    log(edition, "cosecha.send_test", user=to, data={"language": language})
    return str(to.email)
