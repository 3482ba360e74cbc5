"""The user behind a request of the admin."""

from typing import Any

from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context

from cms.core.errors import NotPermittedError
from cms.users.models import User


def signed_in_user(request: HttpRequest) -> User:
    """The signed-in user. Raises NotPermittedError where nobody is: admin views are not reached without one."""
    if not isinstance(request.user, User):
        raise NotPermittedError
    return request.user


def acting_user() -> Any:
    """The signed-in user of the admin request that is being answered, or None: for what no request is handed to.

    Wagtail's `require_admin_access` sets it around every view of the admin, ours included. Tasks, commands and readers'
    pages run on nobody's behalf.
    """
    return get_active_log_context().user
