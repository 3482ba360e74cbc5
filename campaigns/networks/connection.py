"""Connecting an account: what staff fill in, and keeping what the network answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import idna
from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account, Credentials
from campaigns.networks.credentials import keep_credentials
from cms.core.errors import CosechaError
from cms.core.http.storable_input import is_storable

LONGEST_NAME = 120
LONGEST_LABEL = Account._meta.get_field("label").max_length
LONGEST_SCOPES = Credentials._meta.get_field("scopes").max_length or 0


class NotConnectedError(CosechaError):
    """The person said no, or the answer is not to what was asked here."""

    sentence = _("The account was not connected: the network did not confirm it. Try again.")


class ConnectForm(forms.Form):
    """What staff fill in to connect an account, with what they read beside it."""

    intro: Any = ""
    # What to do, one after the other; and the name of a drawing of where to click, in static/campaigns/connect/.
    steps: ClassVar[tuple[Any, ...]] = ()
    drawing: str = ""
    button: Any = _("Add account")

    def connect(self, renewed: Account | None) -> Account | None:
        """The connected account, new or `renewed`; None where its network's own page comes next.

        Raises NotConnectedError, or a failure of the network.
        """
        raise NotImplementedError

    @property
    def server(self) -> str:
        """The server on whose own page a person says yes."""
        return ""

    @classmethod
    def values_of(cls, account: Account) -> dict[str, Any]:
        """What the form holds when `account` is connected again."""
        return {"handle": account.handle, "label": account.label, "server": account.server}


@dataclass(frozen=True)
class RemoteAccount:
    """An account as its network tells of it. `keys` are its credentials, which end at `expires_at`."""

    network: str
    remote_id: str
    handle: str
    label: str
    keys: dict[str, str]
    server: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None
    scopes: str = ""


@transaction.atomic
def keep_account(found: RemoteAccount, renewed: int | None = None) -> Account:
    """The account with its new keys. Raises NotConnectedError where somebody answered for another than `renewed`."""
    # Nothing that a server says of itself is trusted to be a name.
    said = (found.handle, found.remote_id, found.scopes)
    if not all(map(is_storable, said)) or len(found.scopes) > LONGEST_SCOPES:
        raise NotConnectedError
    same = Account.objects.filter(network=found.network, server=found.server, remote_id=found.remote_id).first()
    if renewed is not None and (same is None or same.pk != renewed):
        sentence = _(
            "You answered as {handle}, which is another account. Sign in there as the right one, and try again."
        )
        raise NotConnectedError(sentence.format(handle=found.handle))
    taken = Account.objects.filter(network=found.network, handle=found.handle)
    if max(len(found.handle), len(found.remote_id)) > LONGEST_NAME:
        raise NotConnectedError
    if any(one != same for one in taken):
        raise NotConnectedError(_("There is already an account with this user name."))
    account = same or Account(network=found.network, server=found.server, remote_id=found.remote_id)
    account.handle, account.limits = found.handle, found.limits
    account.label = (found.label or found.handle)[:LONGEST_LABEL]
    account.save()
    keep_credentials(account, expires_at=found.expires_at, scopes=found.scopes, **found.keys)
    account.refresh_from_db()
    return account


def server_address(typed: str) -> str:
    """`https://host` of `red.example`, a whole address, or `@name@red.example`; raises ValidationError for others.

    Another scheme or a number only where OUTBOUND_ALLOWED names it.
    """
    typed = typed.strip()
    address = typed if "://" in typed else f"https://{typed.rpartition('@')[2]}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        if f"{host}:{port}" in settings.OUTBOUND_ALLOWED:
            return f"{parts.scheme}://{host}:{port}"
        name = idna.encode(host, uts46=True).decode()
    except (ValueError, idna.IDNAError) as error:
        raise forms.ValidationError(_("This is not the address of a server.")) from error
    # The last part of an address in numbers is one too.
    if parts.scheme not in ("http", "https") or "." not in name or name.rpartition(".")[2].isdigit():
        raise forms.ValidationError(_("This is not the address of a server."))
    return f"https://{name}:{port}" if port else f"https://{name}"
