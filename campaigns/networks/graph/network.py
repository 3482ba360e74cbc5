"""What the networks of Meta have in common."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.utils.translation import gettext_lazy as _

from campaigns.networks.base import NO_DESCRIPTION, CannotTakeDownError, Network
from campaigns.networks.calls import ask
from campaigns.networks.credentials import credentials_of
from campaigns.networks.failures import NotThereError
from campaigns.networks.graph.failures import NoPermissionError, failure_of_call
from campaigns.networks.own_posts import squeezed

if TYPE_CHECKING:
    from campaigns.models import Account

GRAPH = "https://graph.facebook.com"
# A version answers for two years: https://developers.facebook.com/docs/graph-api/changelog/versions/
VERSION = "v26.0"
DESCRIPTION_UNREAD = _("Whether the image has its description there could not be read. Look at it.")

Result = TypeVar("Result")


def ask_graph(server: str, token: str, method: str, path: str, read: Callable[[Any], Result], **request: Any) -> Result:
    """What `read` makes of an answer. Raises one of the four failures."""
    return ask(
        method,
        f"{server}/{path}",
        lambda response: read(response.json()),
        judge=failure_of_call,
        secrets=(token,),
        headers={"Authorization": f"Bearer {token}"},
        **request,
    )


class GraphNetwork(Network):
    """A network whose posts and accounts are objects of the Graph API."""

    can_find = True
    can_measure = True
    version: ClassVar[str] = VERSION

    def call(self, account: "Account", method: str, path: str, read: Callable[[Any], Result], **request: Any) -> Result:
        return ask_graph(account.server, self.token_of(account), method, f"{self.version}/{path}", read, **request)

    def token_of(self, account: "Account") -> str:
        return credentials_of(account)["access_token"]

    def take_down(self, account: "Account", remote_id: str) -> bool:
        try:
            self.call(account, "DELETE", remote_id, require_success)
        except NoPermissionError as error:
            raise CannotTakeDownError(detail=error.detail) from error
        except NotThereError as error:
            # It says the same of what cannot be removed by a program, and to a key that may no longer see it: such a
            # key would not see the account either.
            self.see_account(account)
            if self.is_there(account, remote_id):
                raise CannotTakeDownError(detail=error.detail) from error
            return False
        return True

    def is_there(self, account: "Account", remote_id: str) -> bool:
        try:
            self.call(account, "GET", remote_id, lambda found: found["id"], params={"fields": "id"})
        except NotThereError:
            return False
        return True

    def see_account(self, account: "Account") -> None:
        """Raises a failure where the account's key does not open it."""
        self.call(account, "GET", account.remote_id, lambda found: found["id"], params={"fields": "id"})


def require_success(said: dict[str, Any]) -> None:
    """Raises ValueError unless the answer says that it was done."""
    if said["success"] is not True:
        raise ValueError(said)


def notice_of(shown: str | None, wanted: str) -> str:
    """What staff should know of an image's description, as it is `shown`; None where that could not be read."""
    if shown is None:
        return str(DESCRIPTION_UNREAD)
    return "" if squeezed(shown) == squeezed(wanted) else str(NO_DESCRIPTION)
