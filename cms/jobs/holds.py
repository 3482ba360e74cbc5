"""What waits for a person because the database is a copy of the past.

Each app registers how its own work is held and released (`Holder`). Take-downs, withdrawals and erasures never are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core.errors import NotPermittedError
from cms.models.jobs import Hold


@dataclass(frozen=True)
class Held:
    """Something that waits: one line of the home page."""

    reference: str
    label: str
    url: str
    at: datetime | None
    note: str = ""


def key_of(reference: str) -> int:
    """The key of the row that `reference` names; 0, which no row has, where it names none."""
    key = reference.partition(":")[2]
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0


class Holder:
    """How one sort of work is held. Its name begins the references of what it holds: "edition:12"."""

    name: str = ""
    permission: str = ""

    def hold(self, at: datetime, sign: Hold.Sign) -> int:
        """Hold what was due before `at` or on its way, in the caller's transaction; how many.

        Every `sign` but SILENT is certain: then what was still to come may have been moved, and gone out, meanwhile.
        """
        raise NotImplementedError

    def held(self) -> list[Held]:
        """What waits."""
        raise NotImplementedError

    def release(self, reference: str, by: AbstractUser) -> bool:
        """Let it go on. Whether it was held."""
        raise NotImplementedError


class NoticesHolder(Holder):
    """Messages to the team about what waits for them: all together."""

    name = "notices"
    permission = "cms.change_incident"

    def hold(self, at: datetime, sign: Hold.Sign) -> int:
        return 0  # the Hold itself holds them

    def held(self) -> list[Held]:
        if not are_notices_held():
            return []
        note = _("What they say is on the home page in any case.")
        return [Held("notices:all", str(_("Messages to the team by email")), "", None, str(note))]

    def release(self, reference: str, by: AbstractUser) -> bool:
        held = Hold.objects.filter(notices_released_at=None)
        holds = list(held)
        for hold in holds:
            log(hold, "cosecha.release", user=by)
        return bool(held.filter(pk__in=[hold.pk for hold in holds]).update(notices_released_at=timezone.now()))


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Make `holder` known. Registering the same name again replaces it."""
    _holders[holder.name] = holder


def hold_what_was_due(sign: Hold.Sign, since: datetime | None, now: datetime) -> Hold:
    """The database is a copy: hold everything that was due or on its way. In the caller's transaction."""
    hold = Hold.objects.create(sign=sign, since=since, made_at=now)
    for holder in _holders.values():
        holder.hold(now, sign)
    return hold


def are_notices_held() -> bool:
    return Hold.objects.filter(notices_released_at=None).exists()


def may_release(user: AbstractUser) -> bool:
    """Whether there is any sort of work that `user` may release."""
    return any(_permitted(user))


def held_for(user: AbstractUser) -> list[Held]:
    """What `user` may release."""
    return [held for holder in _permitted(user) for held in holder.held()]


def all_held() -> list[Held]:
    return [held for holder in _holders.values() for held in holder.held()]


@transaction.atomic
def release(references: Iterable[str], by: AbstractUser) -> int:
    """Let these go on; how many were held. Raises NotPermittedError before any is released."""
    wanted = [(reference.partition(":")[0], reference) for reference in references]
    permitted = {holder.name for holder in _permitted(by)}
    if any(name not in permitted for name, _reference in wanted):
        raise NotPermittedError
    return sum(_holders[name].release(reference, by) for name, reference in wanted)


def _permitted(user: AbstractUser) -> Iterator[Holder]:
    return (holder for holder in _holders.values() if user.has_perm(holder.permission))
