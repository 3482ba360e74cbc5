"""Opening an account on the sandbox network."""

from django.db import transaction

from campaigns.models import Account
from campaigns.networks.credentials import keep_credentials
from campaigns.sandbox.models import SandboxAccount, new_token


@transaction.atomic
def open_account(label: str, handle: str) -> Account:
    """An account on the sandbox, ready to publish to. One that exists gets a new key and is connected again."""
    token = new_token()
    SandboxAccount.objects.update_or_create(handle=handle, defaults={"name": label, "token": token, "is_open": True})
    account, _created = Account.objects.update_or_create(network="sandbox", handle=handle, defaults={"label": label})
    keep_credentials(account, token=token)
    account.refresh_from_db()
    return account
