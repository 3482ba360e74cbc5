"""The two mails that readers get beside the newsletter: the one to confirm, and the one with the link to leave.

They are sent from rows and not while a form is answered, so that the answer takes as long whoever is typed in.
"""

import logging
import smtplib
from datetime import timedelta

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.mail import MailNotSentError, send_mail
from newsletter.addresses import address_hash
from newsletter.models import SubscriptionEvent
from newsletter.subscribers.reader_links import confirm_url, unsubscribe_url
from newsletter.subscribers.steps import sender_of
from newsletter.subscribers.tokens import AskName, Reader

logger = logging.getLogger(__name__)

Kind = SubscriptionEvent.Kind
# A mail that could not be sent for so long is not sent any more: they have asked again, or forgotten it.
WAITS = timedelta(days=1)
MOST_AT_ONCE = 100
# Below this, SMTP's codes say "later" (RFC 5321 §4.2.1).
LASTING = 500


def mail_askers() -> int:
    """Send what is waiting; how many mails left. Stops where the server cannot be used.

    One that it does not take now stays waiting, and those behind it go on: somebody else's mailbox may always be full.
    """
    waiting = Q(kind__in=(Kind.ASKED, Kind.LINK), mailed_at=None, at__gt=timezone.now() - WAITS)
    sent = 0
    for row in SubscriptionEvent.objects.filter(waiting).select_related("audience", "subscriber"):
        if sent == MOST_AT_ONCE:
            break
        # Marked before it is tried: two workers, or a worker killed in between, send no second one.
        if not SubscriptionEvent.objects.filter(pk=row.pk, mailed_at=None).update(mailed_at=timezone.now()):
            continue
        try:
            with override(row.language or None):
                _send(row)
        except MailNotSentError as error:
            logger.warning("The mail of step %s was not sent: %s", row.pk, error.detail)
            codes = codes_of(error)
            if not codes or min(codes) < LASTING:
                SubscriptionEvent.objects.filter(pk=row.pk).update(mailed_at=None)
            if not codes:
                break
            continue
        sent += 1
    return sent


def codes_of(error: MailNotSentError) -> list[int]:
    """With which codes the server refused this one mail; none where it takes nobody's."""
    cause = error.__cause__
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in cause.recipients.values()]
    if isinstance(cause, smtplib.SMTPDataError):
        return [cause.smtp_code]
    # It cannot carry letters outside ASCII before the "@".
    return [LASTING] if isinstance(cause, smtplib.SMTPNotSupportedError) else []


def _send(row: SubscriptionEvent) -> None:
    if row.kind == Kind.LINK:
        _send_links(row)
        return
    audience = row.audience
    if audience is None:
        return
    url = confirm_url(AskName(row.pk, address_hash(row.email)))
    filled = {"audience": audience.name, "sender": sender_of(audience), "url": url, "wish": row.text_shown}
    subject = _("Confirm your subscription to “{audience}”").format(audience=audience.name)
    send_mail(row.email, subject, render_to_string("newsletter/public/confirm.txt", filled))


def _send_links(row: SubscriptionEvent) -> None:
    subscriber = row.subscriber
    if subscriber is None:
        return
    links = [
        (opt_in.audience.name, unsubscribe_url(Reader(subscriber.pk, opt_in.audience_id, subscriber.address_hash)))
        for opt_in in subscriber.opt_ins.filter(ended_at=None).select_related("audience")
    ]
    if links:
        text = render_to_string("newsletter/public/leave_links.txt", {"links": links})
        send_mail(row.email, _("Your link to unsubscribe"), text)
