"""`manage.py addresses`: stored addresses that are not in their canonical form, and rows that are one mailbox."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction

from cms.core.signing import keyed_hash
from media.text.email_address import canonical_address
from media.text.email_fields import EmailAddressField
from newsletter.addresses import PURPOSE, address_hash, typed_form
from newsletter.models import OptIn, Subscriber, Suppression


class Command(BaseCommand):
    help = (
        "List addresses that are not stored in their canonical form, and rows that are the same mailbox. "
        "With --write, bring those into it that collide with no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="Change what can be changed without a person.")

    def handle(self, *args: Any, write: bool = False, **options: Any) -> None:
        left = 0
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, EmailAddressField):
                    left += self._look_at(model, field, write)
        if left:
            raise CommandError(f"{left} to decide by a person or to bring into the canonical form (--write).")
        self.stdout.write("Every address is in its canonical form.")

    def _look_at(self, model: type[models.Model], field: EmailAddressField, write: bool) -> int:
        """How many rows of `model` are left to mend."""
        left = 0
        owners: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for pk, stored in model._default_manager.exclude(**{field.name: ""}).values_list("pk", field.name):
            try:
                owners[canonical_address(stored)].append((pk, stored))
            except ValidationError:
                left += 1
                self.stdout.write(f"{model._meta.label} {pk}: {stored!r} is no address.")
        for address, rows in owners.items():
            if is_alone(model, field, rows):
                left += self._bring(model, field, rows, address, write)
            else:
                left += len(rows)
                named = ", ".join(f"{pk} ({stored!r})" for pk, stored in rows)
                self.stdout.write(f"{model._meta.label} {named}: one mailbox, {address}.")
        return left

    def _bring(
        self, model: type[models.Model], field: Any, rows: list[tuple[int, str]], address: str, write: bool
    ) -> int:
        left = 0
        for pk, stored in rows:
            if stored == address:
                continue
            self.stdout.write(f"{model._meta.label} {pk}: {stored!r} is written {address}.")
            if write and (model is not Subscriber or rehash(pk, stored, address)):
                model._default_manager.filter(pk=pk).update(**{field.name: address})
            else:
                left += 1
        return left


def is_alone(model: type[models.Model], field: Any, rows: list[tuple[int, str]]) -> bool:
    """Whether no other row is the same mailbox, or several may be."""
    must_be_one = field.unique or any(field.name in rule.fields for rule in unique_constraints(model))
    return len(rows) == 1 or not must_be_one


def unique_constraints(model: type[models.Model]) -> list[models.UniqueConstraint]:
    return [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]


@transaction.atomic
def rehash(pk: int, stored: str, address: str) -> bool:
    """The reader's hash follows the form; an objection under the earlier hash is repeated under the present one."""
    earlier, present = keyed_hash(PURPOSE, typed_form(stored)), address_hash(address)
    for row in Suppression.objects.filter(address_hash=earlier):
        Suppression.objects.get_or_create(
            address_hash=present,
            audience=row.audience,
            defaults={"reason": row.reason, "source": row.source, "recorded_by": row.recorded_by},
        )
    Subscriber.objects.filter(pk=pk).update(address_hash=present, email=address)
    OptIn.objects.filter(subscriber=pk, address_hash=earlier).update(address_hash=present)
    return True
