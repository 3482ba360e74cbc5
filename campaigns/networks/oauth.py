"""Connecting an account by the network's own page, where a person says yes (RFC 6749, with PKCE of RFC 7636)."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from campaigns.networks.connection import NotConnectedError

if TYPE_CHECKING:
    from campaigns.models import Account


@dataclass(frozen=True)
class Pending:
    """What was asked of a network for one person's browser, kept in their session until they come back."""

    network: str
    server: str
    redirect_uri: str
    state: str
    verifier: str
    # The account to be connected again; None for a new one.
    account: int | None = None

    @classmethod
    def new(cls, network: str, server: str, redirect_uri: str, account: int | None = None) -> Self:
        return cls(network, server, redirect_uri, secrets.token_urlsafe(32), secrets.token_urlsafe(64), account)

    @classmethod
    def kept(cls, values: Any) -> "Pending | None":
        """From what `as_kept` answered; None for anything else."""
        return cls(**values) if isinstance(values, dict) else None

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def check_state(self, state: str) -> None:
        """Raises NotConnectedError unless the answer is to this question."""
        if not hmac.compare_digest(state.encode(), self.state.encode()):
            raise NotConnectedError


class Connector:
    """How accounts of one network are connected by its own page. Both raise a failure of the network."""

    def address(self, pending: Pending) -> str:
        """Where the person says yes. Registers this installation with the server where that is needed."""
        raise NotImplementedError

    def connect(self, pending: Pending, code: str) -> "Account":
        """The connected account, new or renewed. Raises NotConnectedError too."""
        raise NotImplementedError
