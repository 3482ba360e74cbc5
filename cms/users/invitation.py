"""Inviting a colleague: an account without a password, and an email with a link to choose one."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core.absolute_urls import link_to
from cms.core.errors import CosechaError, NotPermittedError
from cms.core.mail import MailNotSentError, send_mail
from cms.users.models import User
from cms.users.roles import ADMINISTRATOR, EDITOR, REVIEWER, ROLES
from media.text.email_address import canonical_address

MAY_INVITE = "users.add_user"

ROLE_NAMES = {EDITOR: _("Editor"), REVIEWER: _("Reviewer"), ADMINISTRATOR: _("Administrator")}
ROLE_LABELS = {
    EDITOR: _("Editor: writes and hands in for review"),
    REVIEWER: _("Reviewer: also publishes, approves and withdraws"),
    ADMINISTRATOR: _("Administrator: also the team, accounts and settings"),
}


class AlreadyHereError(CosechaError):
    """One account per address."""

    sentence = _("Somebody with this email address is on the team already.")


class AlreadyJoinedError(CosechaError):
    """An invitation is for somebody who has not chosen a password yet."""

    sentence = _("This person has a password already. They can ask for a new one where they sign in.")


class InvitationNotSentError(MailNotSentError):
    """The account exists, and the email was not sent."""

    sentence = _("The account is ready, but the email could not be sent. Send the invitation again in a while.")


@transaction.atomic
def add_colleague(email: str, first_name: str, last_name: str, role: str, by: User) -> User:
    """An account in `role` that nobody can sign in to until its owner chooses a password."""
    if not by.has_perm(MAY_INVITE):
        raise NotPermittedError
    email = canonical_address(email)
    if User.objects.filter(email=email).exists() or User.objects.filter(username__iexact=email).exists():
        raise AlreadyHereError
    if role not in ROLES:
        raise NotPermittedError
    user = User(username=email, email=email, first_name=first_name, last_name=last_name)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    log(user, "wagtail.create", user=by, data={"role": role})
    return user


def send_invitation(user: User, by: User) -> None:
    """Email the link with which `user` chooses a password. The link of an earlier invitation stays good as well."""
    if not by.has_perm(MAY_INVITE):
        raise NotPermittedError
    if user.has_usable_password():
        raise AlreadyJoinedError
    context = {"user": user, "by": by, "link": link_to_choose_a_password(user), "days": days_a_link_lasts()}
    with override(settings.LANGUAGE_CODE):
        subject = render_to_string("users/invitation_subject.txt", context)
        body = render_to_string("users/invitation.txt", context)
    send_mail(user.email, subject, body, error=InvitationNotSentError)
    log(user, "cosecha.invite", user=by)


def link_to_choose_a_password(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return link_to("wagtailadmin_password_reset_confirm", uid, token)


def days_a_link_lasts() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
