"""`manage.py reencrypt`: after SECRET_KEY was replaced, the accounts' keys are encrypted under the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.networks.credentials import reencrypt_credentials


class Command(BaseCommand):
    help = "Encrypt the keys of all accounts with the present SECRET_KEY. Earlier ones stand in SECRET_KEY_FALLBACKS."

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = reencrypt_credentials()
        self.stdout.write(f"{done} accounts' keys are encrypted with the present SECRET_KEY.")
        if lost:
            named = ", ".join(str(account) for account in lost)
            raise CommandError(f"No SECRET_KEY of this installation opens the keys of {named}. Connect them again.")
