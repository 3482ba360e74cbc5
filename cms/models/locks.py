"""Why a wording cannot be edited."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class WithdrawnLock(BaseLock):
    """The item was withdrawn: nobody edits its wordings any more, whatever their permissions."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return _("The person withdrew these words. They cannot be edited or published again.")

    def get_icon(self, user: Any) -> str:
        return "no-view"

    def get_locked_by(self, user: Any) -> str:
        return _("Withdrawn")

    def get_description(self, user: Any) -> str:
        return _("Withdrawn for good")
