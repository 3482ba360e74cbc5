"""The keys of an account on its network: sealed in a row of their own, shown to nobody, and in no log."""

import json

from django.utils.translation import gettext_lazy as _

from campaigns.models import Account, Credentials
from campaigns.networks.base import RefusedError
from cms.core.sealing import SealError, reseal, seal, unseal

PURPOSE = "credentials"


def keep_credentials(account: Account, **values: str) -> None:
    """Replace the keys of `account`, and take it for connected."""
    sealed = seal(PURPOSE, json.dumps(values))
    Credentials.objects.update_or_create(account=account, defaults={"sealed": sealed})
    Account.objects.filter(pk=account.pk).update(state=Account.State.CONNECTED)


def credentials_of(account: Account) -> dict[str, str]:
    """The keys of `account`, by the names under which its network keeps them. Raises RefusedError where none opens."""
    kept = Credentials.objects.filter(account=account).first()
    try:
        if kept is None:
            raise SealError
        opened: dict[str, str] = json.loads(unseal(PURPOSE, kept.sealed))
    except SealError as error:
        sentence = _("The key of this account cannot be read here.")
        raise RefusedError(sentence, detail=f"account {account.pk}", needs_reconnect=True) from error
    return opened


def reseal_credentials() -> tuple[int, list[Account]]:
    """Seal all keys under the newest secret. Answers how many, and the accounts whose key opens with none."""
    done, lost = 0, []
    for kept in Credentials.objects.select_related("account"):
        try:
            sealed = reseal(PURPOSE, kept.sealed)
        except SealError:
            lost.append(kept.account)
            continue
        # Not over one that was replaced meanwhile.
        done += Credentials.objects.filter(pk=kept.pk, sealed=kept.sealed).update(sealed=sealed)
    return done, lost
