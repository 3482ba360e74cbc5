"""Asking for mail with nothing but an address, which anybody may type, and confirming it from the mailbox itself."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.core.text import make_one_line
from cms.jobs.wake import wake
from cms.users.models import User
from newsletter.addresses import address_hash, address_hashes, normalised_address
from newsletter.models import Audience, OptIn, Subscriber, SubscriptionEvent, Suppression
from newsletter.subscribers.steps import record_step, wish_for
from newsletter.subscribers.suppressions import lift_suppressions
from newsletter.subscribers.tokens import AskName

Kind = SubscriptionEvent.Kind

# The same ask within this time gets no second mail.
SAME_ASK = timedelta(minutes=10)
# No more asks than these are recorded for one address, whoever makes them: each sends a mail to it.
LIMITS = ((timedelta(hours=1), 3), (timedelta(days=1), 6))


@transaction.atomic
def ask_to_subscribe(
    email: str,
    audience: Audience,
    *,
    text_shown: str,
    name: str,
    language: str,
    source: str = "",
    how: OptIn.How = OptIn.How.FORM,
    replaces: Subscriber | None = None,
    by: User | None = None,
) -> SubscriptionEvent | None:
    """Somebody typed this address into a form. Nothing but a mail with a link to confirm goes there.

    None when none may go: they are readers already, once reported our mail as spam, or were asked just now. Raises
    BadAddressError. Nobody's name, language or subscription changes before the link is clicked.
    """
    address = normalised_address(email)
    complaints = Suppression.objects.filter(
        address_hash__in=address_hashes(address, email), reason=Suppression.Reason.COMPLAINED
    )
    is_reader = standing_opt_in(address, audience) is not None
    if is_reader or complaints.exists() or has_too_many_asks(address):
        return None
    given: dict[str, Any] = {
        "name": make_one_line(name)[:120],
        "language": language,
        "text_shown": text_shown,
        "replaces": replaces,
    }
    asks = SubscriptionEvent.objects.filter(kind=Kind.ASKED, email=address, audience=audience, answers=None)
    if asks.filter(**given, at__gt=timezone.now() - SAME_ASK).exists():
        return None
    ask = record_step(Kind.ASKED, address, audience, how=how, source=source, recorded_by=by, **given)
    wake("newsletter.tasks.mail_askers")
    return ask


@transaction.atomic
def ask_to_move(subscriber: Subscriber, email: str, *, source: str, by: User | None = None) -> list[SubscriptionEvent]:
    """Ask `email` to confirm what `subscriber` gets now. Until it does, the present address keeps getting it."""
    standing = OptIn.objects.filter(subscriber=subscriber, ended_at=None).exclude(confirmed_at=None)
    asks = [
        ask_to_subscribe(
            email,
            opt_in.audience,
            text_shown=wish_for(opt_in.audience, subscriber.language),
            name=subscriber.name,
            language=subscriber.language,
            source=source,
            how=OptIn.How.STAFF if by else OptIn.How.FORM,
            replaces=subscriber,
            by=by,
        )
        for opt_in in standing.select_related("audience")
    ]
    return [ask for ask in asks if ask is not None]


@transaction.atomic
def ask_for_leave_link(email: str, language: str) -> None:
    """Somebody has only a damaged link: the whole one is mailed to the address, where it belongs to a reader."""
    address = normalised_address(email)
    subscriber = Subscriber.objects.filter(email=address).first()
    lately = SubscriptionEvent.objects.filter(kind=Kind.LINK, email=address, at__gt=timezone.now() - timedelta(hours=1))
    if subscriber and subscriber.opt_ins.filter(ended_at=None).exists() and not lately.exists():
        record_step(Kind.LINK, address, subscriber=subscriber, language=language)
        wake("newsletter.tasks.mail_askers")


@transaction.atomic
def confirm(named: AskName) -> OptIn | None:
    """The mailbox itself confirms this very ask: its name, language and words are the reader's from now on.

    None when the ask is no more, when they left what it had confirmed, or objected after it was made.
    """
    ask = ask_named(named)
    if ask is None or ask.audience is None:
        return None
    if ask.answers.exists():
        return standing_opt_in(ask.email, ask.audience)
    if _objected_since(ask):
        return None
    Subscriber.objects.get_or_create(email=ask.email, defaults={"language": ask.language})
    subscriber = Subscriber.objects.select_for_update().get(email=ask.email)
    subscriber.name, subscriber.language = ask.name or subscriber.name, ask.language
    subscriber.save()
    record_step(
        Kind.CONFIRMED,
        ask.email,
        ask.audience,
        subscriber=subscriber,
        ask=ask,
        name=subscriber.name,
        language=ask.language,
        text_shown=ask.text_shown,
    )
    opt_in = standing_opt_in(ask.email, ask.audience) or _opt_in_of(ask, subscriber, ask.audience)
    lift_suppressions(address_hashes(ask.email), ask.audience)
    if ask.replaces is not None:
        end_opt_ins(ask.replaces, ask.audience, source="moved")
    return opt_in


def ask_named(named: AskName | None) -> SubscriptionEvent | None:
    """The ask that a link names, locked where a transaction is open; None when it is no more."""
    if named is None:
        return None
    rows = SubscriptionEvent.objects.select_related("audience", "replaces").filter(pk=named.ask_id, kind=Kind.ASKED)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    ask = rows.first()
    return ask if ask is not None and address_hash(ask.email) == named.address_hash else None


def standing_opt_in(address: str, audience: Audience) -> OptIn | None:
    """The confirmed opt-in of `address` in `audience` that has not ended."""
    rows = OptIn.objects.filter(subscriber__email=address, audience=audience, ended_at=None).exclude(confirmed_at=None)
    opt_in = rows.select_related("subscriber", "audience").first()
    return opt_in if opt_in is not None and opt_in.is_for_present_address else None


def end_opt_ins(subscriber: Subscriber, audience: Audience, *, source: str) -> None:
    """End what `subscriber` gets of `audience`, and record it. It is no objection: they may be added again."""
    opt_ins = OptIn.objects.filter(subscriber=subscriber, audience=audience, ended_at=None)
    for opt_in in opt_ins:
        opt_in.ended_at = timezone.now()
        opt_in.save(update_fields=["ended_at"])
        record_step(
            Kind.ENDED,
            subscriber.email,
            opt_in.audience,
            subscriber=subscriber,
            source=source,
            name=subscriber.name,
            language=subscriber.language,
        )


def has_too_many_asks(address: str) -> bool:
    now = timezone.now()
    rows = SubscriptionEvent.objects.filter(kind=Kind.ASKED, email=address)
    return any(rows.filter(at__gt=now - within).count() >= most for within, most in LIMITS)


def delete_unconfirmed_asks(older_than: timedelta) -> int:
    """Delete the asks that nobody can confirm any more; how many they were."""
    rows = SubscriptionEvent.objects.filter(
        subscriber=None, kind=Kind.ASKED, answers=None, at__lt=timezone.now() - older_than
    )
    return int(rows._raw_delete(rows.db))


def _objected_since(ask: SubscriptionEvent) -> bool:
    rows = Suppression.objects.filter(Q(audience=None) | Q(audience=ask.audience))
    late = Q(last_at__gt=ask.at) | Q(reason=Suppression.Reason.COMPLAINED)
    return rows.filter(late, address_hash__in=address_hashes(ask.email)).exists()


def _opt_in_of(ask: SubscriptionEvent, subscriber: Subscriber, audience: Audience) -> OptIn:
    """The standing result of `ask`; one that was never confirmed, or for another address, ends."""
    now = timezone.now()
    OptIn.objects.filter(subscriber=subscriber, audience=audience, ended_at=None).update(ended_at=now)
    return OptIn.objects.create(
        subscriber=subscriber,
        audience=audience,
        how=ask.how,
        text_shown=ask.text_shown,
        language=ask.language,
        recorded_by=ask.recorded_by,
        asked_at=ask.at,
        confirmed_at=now,
    )
