"""How fast an account may publish and remove: as its network allows, and not before it said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from campaigns.models import Account, Post
from campaigns.networks import network_named
from campaigns.networks.base import Pace

# Nobody promises that two clocks agree.
SPARE = timedelta(seconds=1)


def publishes_from(account: Account) -> datetime:
    """When `account` may publish again by the paces of its network; a past moment where it may now."""
    return _free_from(account, network_named(account.network).paces, "publishing_since")


def takes_down_from(account: Account) -> datetime:
    """The same for removing."""
    return _free_from(account, network_named(account.network).take_down_paces, "settled_at")


def _free_from(account: Account, paces: Sequence[Pace], moment: str) -> datetime:
    now = timezone.now()
    free_at = now
    for pace in paces:
        newest = Post.objects.filter(account=account, **{f"{moment}__gt": now - pace.period}).order_by(f"-{moment}")
        full = newest.values_list(moment, flat=True)[pace.count - 1 : pace.count]
        free_at = max([free_at, *(at + pace.period + SPARE for at in full)])
    return free_at


def hold_publishing(account: Account, until: datetime) -> None:
    """Nothing of this account is published before `until`."""
    Account.objects.filter(pk=account.pk).update(not_before=until)


def hold_take_downs(account: Account, until: datetime) -> None:
    """Nothing of this account is removed before `until`."""
    Account.objects.filter(pk=account.pk).update(take_down_not_before=until)
