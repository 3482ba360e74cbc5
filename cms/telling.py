"""Telling staff by email what needs them. What waits is on the home page in any case."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cms.expiry import ENDED, due_notices, mark_told
from cms.links import link_to
from cms.models import ConsentTerms
from cms.users.models import User
from cms.work import report_incident


def tell_staff(permission: str, subject: str, text: str) -> bool:
    """One message to each active member of staff with `permission`; whether there is somebody and all were taken."""
    readers = [user for user in User.objects.filter(is_active=True).exclude(email="") if user.has_perm(permission)]
    try:
        for reader in readers:
            headers = {"Auto-Submitted": "auto-generated"}
            EmailMessage(subject, text, to=[reader.email], headers=headers).send()
    except (smtplib.SMTPException, OSError) as error:
        report_incident(
            "mail-server",
            _("The mail server did not take a message to the team."),
            _("Nobody was told by email; what waits is on the home page."),
            detail=repr(error),
        )
        return False
    return bool(readers)


def tell_of_ends(now: datetime) -> int:
    """Tell who may renew consents which of them end soon, in one message; how many it named."""
    notices = [(terms, step) for terms, step in due_notices(timezone.localdate(now)) if step != ENDED]
    if not notices:
        return 0
    with override(settings.LANGUAGE_CODE):
        subject = ngettext("A consent ends soon", "%(count)d consents end soon", len(notices)) % {"count": len(notices)}
        lines = [_line(terms) for terms, _step in notices]
        text = "\n\n".join([_what_follows(), *lines]) + "\n"
    if tell_staff("cms.add_consentterms", subject, text):
        mark_told(notices)
    return len(notices)


def _what_follows() -> str:
    return _(
        "On the day after, what rests on these consents is taken back from everywhere. "
        "If the person agrees to go on, record their new terms before."
    )


def _line(terms: ConsentTerms) -> str:
    when = date_format(terms.expires_on, "DATE_FORMAT") if terms.expires_on else ""
    address = link_to("wagtailsnippets_cms_consent:inspect", terms.consent_id)
    return _("%(consent)s: until %(when)s") % {"consent": terms.consent, "when": when} + f"\n{address}"
