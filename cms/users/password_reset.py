"""Asking for a new password: the request says and does the same whether or not there is such an account.

Looking the account up and sending the mail happens in a task, so that the time of the answer tells nothing either.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.utils.translation import override
from wagtail.admin.forms.auth import PasswordResetForm

from cms.jobs.wake import wake

SUBJECT = "wagtailadmin/account/password_reset/email_subject.txt"
BODY = "wagtailadmin/account/password_reset/email.txt"


class StaffPasswordResetForm(PasswordResetForm):
    """The form of Wagtail's page. It checks how the address is written, and nothing else."""

    def save(self, *args: Any, **options: Any) -> None:
        wake("cms.tasks.send_password_link", self.cleaned_data["email"])


def send_password_link(email: str) -> None:
    """Email whoever has an account with this address the link to choose a new password; else do nothing."""
    form = DjangoPasswordResetForm({"email": email})
    if not form.is_valid():
        return
    address = urlsplit(settings.BASE_URL)
    with override(settings.LANGUAGE_CODE):
        form.save(
            domain_override=address.netloc,
            use_https=address.scheme == "https",
            subject_template_name=SUBJECT,
            email_template_name=BODY,
        )
