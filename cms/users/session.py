"""The user behind a request of the admin."""

from django.http import HttpRequest

from cms.core.errors import NotPermittedError
from cms.users.models import User


def signed_in_user(request: HttpRequest) -> User:
    """The signed-in user. Raises NotPermittedError where nobody is: admin views are not reached without one."""
    if not isinstance(request.user, User):
        raise NotPermittedError
    return request.user
