"""Email to staff about what waits for them. The home page shows the same in any case."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.users.models import UserProfile

from cms.consent.gate import awaiting_second_person
from cms.core.absolute_urls import link_to
from cms.core.mail import MailNotSentError, send_mail
from cms.jobs import runs
from cms.jobs.incidents import report_incident
from cms.models import ApprovalNotice, ConsentTerms, Item
from cms.terms.expiry import ENDED, due_notices, mark_told
from cms.users.models import User


def tell_staff(permission: str, subject: str, text: str) -> bool:
    """Send one message to each active member of staff with `permission`; whether any was sent.

    One who cannot be reached neither keeps it from the others nor has it sent to them again.
    """
    readers = [user for user in _with_address() if user.has_perm(permission)]
    sent = [notify(reader.email, subject, text) for reader in readers]
    return any(sent)


def notify(email: str, subject: str, text: str) -> bool:
    """Send one automatic message. A delivery error becomes an incident; whether the message was sent."""
    try:
        send_mail(email, subject, text, is_automatic=True)
    except MailNotSentError as error:
        report_incident(
            "mail-server",
            _("The mail server did not take a message to the team."),
            _("Nobody was told by email; what waits is on the home page."),
            detail=error.detail,
        )
        return False
    return True


def _with_address() -> Iterable[User]:
    return User.objects.filter(is_active=True).exclude(email="")


def tell_second_persons() -> int:
    """Tell who may approve sensitive items which of them wait for a second person; how many messages left.

    Nobody is told of what they wrote themself, nor who switched messages about reviews off in their account.
    """
    told_already = ApprovalNotice.objects.filter(item=OuterRef("pk"), digest=OuterRef("content_digest"))
    waiting = list(awaiting_second_person().exclude(Exists(told_already)).order_by("pk"))
    if not waiting or not runs.may_send_notices():
        return 0
    told: set[int] = set()
    count = 0
    for user in _with_address():
        theirs = [item for item in waiting if item.written_by_id != user.pk]
        if not theirs or not user.has_perm("cms.approve_item") or not _wants_reviews(user):
            continue
        with override(settings.LANGUAGE_CODE):
            subject = ngettext(
                "A sensitive item waits for a second person",
                "%(count)d sensitive items wait for a second person",
                len(theirs),
            ) % {"count": len(theirs)}
            text = "\n\n".join(
                [_("What is sensitive goes nowhere until a second person approves it:"), *map(_item_line, theirs)]
            )
            is_taken = notify(user.email, subject, f"{text}\n")
        if is_taken:
            count += 1
            told.update(item.pk for item in theirs)
    for item in waiting:
        if item.pk in told:
            ApprovalNotice.objects.update_or_create(item=item, defaults={"digest": item.content_digest})
    return count


def _item_line(item: Item) -> str:
    return f"{item.get_kind_display()}\n{link_to('approve_item', item.pk)}"


def _wants_reviews(user: User) -> bool:
    return bool(UserProfile.get_for_user(user).submitted_notifications)


def tell_of_ends(now: datetime) -> int:
    """Tell who may renew consents which of them end soon, in one message; how many it named."""
    notices = [(terms, step) for terms, step in due_notices(timezone.localdate(now)) if step != ENDED]
    if not notices or not runs.may_send_notices():
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
