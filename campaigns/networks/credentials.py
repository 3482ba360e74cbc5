"""The keys of an account on its network: encrypted in a row of their own, shown to nobody, and in no log."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Account, Credentials
from campaigns.networks.base import NetworkError, NotSentError, RefusedError
from cms.core.encryption import DecryptionError, decrypt, encrypt, reencrypt

PURPOSE = "credentials"
# Keys are renewed this long before they end, by one worker at a time.
MARGIN = timedelta(minutes=5)
RENEWAL = timedelta(minutes=2)
# Nothing that a server says of the end of a key leads further than this.
LONGEST_LIFE = timedelta(days=3650)


def keep_credentials(account: Account, *, expires_at: datetime | None = None, scopes: str = "", **values: str) -> None:
    """Replace the keys of `account`, and take it for connected. `expires_at` is when the network forgets them."""
    now = timezone.now()
    if expires_at is not None:
        expires_at = min(max(expires_at, now), now + LONGEST_LIFE)
    fields = {
        "encrypted": encrypt(PURPOSE, json.dumps(values)),
        "expires_at": expires_at,
        "scopes": scopes,
        "renewing_until": None,
    }
    Credentials.objects.update_or_create(account=account, defaults=fields)
    Account.objects.filter(pk=account.pk).update(state=Account.State.CONNECTED)


def credentials_of(account: Account) -> dict[str, str]:
    """The keys of `account`, by the names under which its network keeps them. Raises RefusedError where none opens."""
    kept = Credentials.objects.filter(account=account).first()
    return opened(account, kept)


def opened(account: Account, kept: Credentials | None) -> dict[str, str]:
    try:
        if kept is None:
            raise DecryptionError
        values: dict[str, str] = json.loads(decrypt(PURPOSE, kept.encrypted))
    except DecryptionError as error:
        sentence = _("The key of this account cannot be read here.")
        raise RefusedError(sentence, detail=f"account {account.pk}", needs_reconnect=True) from error
    return values


def fresh_credentials(
    account: Account, renew: Callable[[dict[str, str]], dict[str, Any]], margin: timedelta = MARGIN
) -> dict[str, str]:
    """The keys of `account`, renewed where they end within `margin`.

    `renew` takes the old keys and answers the arguments of `keep_credentials`. One worker at a time renews, for many
    networks take the key of renewal once; the others wait for it. Raises the failures of `renew`: as long as the old
    keys hold, one that is not a refusal does no harm.
    """
    now = timezone.now()
    kept = Credentials.objects.filter(account=account).first()
    values = opened(account, kept)
    if kept is None or kept.expires_at is None or kept.expires_at - margin > now:
        return values
    is_free = Q(renewing_until=None) | Q(renewing_until__lt=now)
    mine = Credentials.objects.filter(is_free, pk=kept.pk, encrypted=kept.encrypted)
    if not mine.update(renewing_until=now + RENEWAL):
        if kept.expires_at > now:
            return values
        raise NotSentError(detail="another worker renews the keys")
    try:
        keep_credentials(account, **renew(values))
    except NetworkError as error:
        Credentials.objects.filter(pk=kept.pk).update(renewing_until=None)
        if isinstance(error, RefusedError) or kept.expires_at <= now:
            raise
        return values
    return credentials_of(account)


def ending_soon(within: timedelta) -> list[tuple[Account, datetime]]:
    """Connected accounts whose keys end within this time, and when."""
    due = Credentials.objects.filter(
        expires_at__lt=timezone.now() + within, account__state=Account.State.CONNECTED
    ).order_by(F("expires_at"))
    return [(kept.account, kept.expires_at) for kept in due.select_related("account") if kept.expires_at]


def reencrypt_credentials() -> tuple[int, list[Account]]:
    """Encrypt all keys under the newest secret. Answers how many, and the accounts whose key opens with none."""
    done, lost = 0, []
    for kept in Credentials.objects.select_related("account"):
        try:
            encrypted = reencrypt(PURPOSE, kept.encrypted)
        except DecryptionError:
            lost.append(kept.account)
            continue
        # Not over one that was replaced meanwhile.
        done += Credentials.objects.filter(pk=kept.pk, encrypted=kept.encrypted).update(encrypted=encrypted)
    return done, lost
