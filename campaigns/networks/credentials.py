"""The keys of an account on its network: encrypted in a row of their own, shown to nobody, and in no log."""

import json

from django.utils.translation import gettext_lazy as _

from campaigns.models import Account, Credentials
from campaigns.networks.base import RefusedError
from cms.core.encryption import DecryptionError, decrypt, encrypt, reencrypt

PURPOSE = "credentials"


def keep_credentials(account: Account, **values: str) -> None:
    """Replace the keys of `account`, and take it for connected."""
    encrypted = encrypt(PURPOSE, json.dumps(values))
    Credentials.objects.update_or_create(account=account, defaults={"encrypted": encrypted})
    Account.objects.filter(pk=account.pk).update(state=Account.State.CONNECTED)


def credentials_of(account: Account) -> dict[str, str]:
    """The keys of `account`, by the names under which its network keeps them. Raises RefusedError where none opens."""
    kept = Credentials.objects.filter(account=account).first()
    try:
        if kept is None:
            raise DecryptionError
        opened: dict[str, str] = json.loads(decrypt(PURPOSE, kept.encrypted))
    except DecryptionError as error:
        sentence = _("The key of this account cannot be read here.")
        raise RefusedError(sentence, detail=f"account {account.pk}", needs_reconnect=True) from error
    return opened


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
