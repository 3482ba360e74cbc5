"""Coming and leaving: the verbs by which somebody gets our mail, and stops getting it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core.errors import CosechaError, NotPermittedError
from cms.core.text import collapse_spaces
from cms.users.models import User
from newsletter.addresses import address_hash, normalised_address
from newsletter.models import Audience, OptIn, Subscriber, Suppression
from newsletter.subscribers.suppressions import suppress, suppressions_of
from newsletter.subscribers.tokens import Reader


class SuppressedError(CosechaError):
    """Somebody who left may come back, but only by their own hand."""

    sentence = _("This address is excluded: only the person can subscribe it again, from the form on the website.")


@transaction.atomic
def add_subscriber(
    email: str, audience: Audience, *, how: OptIn.How, text_shown: str, by: User, name: str = "", language: str = ""
) -> OptIn:
    """Staff write down that somebody asked for the mail, and how. Raises SuppressedError, BadAddressError."""
    if not by.has_perm("newsletter.add_subscriber"):
        raise NotPermittedError
    subscriber = _subscriber(email, name, language or audience.default_language)
    if suppressions_of([subscriber.address_hash], audience.pk):
        raise SuppressedError
    opt_in = _opt_in(subscriber, audience, how, text_shown)
    if opt_in.confirmed_at is None:
        opt_in.confirmed_at, opt_in.recorded_by = timezone.now(), by
        opt_in.how, opt_in.text_shown = how, text_shown
        opt_in.save()
    log(audience, "cosecha.subscribe", user=by, data={"subscriber": subscriber.pk})
    return opt_in


@transaction.atomic
def ask_to_subscribe(email: str, audience: Audience, *, text_shown: str, name: str, language: str) -> OptIn | None:
    """Somebody typed this address into the form. Nothing is sent until the address itself confirms.

    None when no confirmation may be asked: they are readers already, or once reported our mail as spam.
    """
    hashed = address_hash(normalised_address(email))
    complained = Suppression.objects.filter(address_hash=hashed, reason=Suppression.Reason.COMPLAINED)
    if complained.exists():
        return None
    opt_in = _opt_in(_subscriber(email, name, language), audience, OptIn.How.FORM, text_shown)
    return opt_in if opt_in.confirmed_at is None else None


@transaction.atomic
def confirm(reader: Reader) -> OptIn | None:
    """The address itself confirms: they are a reader now, also when they had left. None when they were erased."""
    opt_in = (
        OptIn.objects.filter(
            subscriber=reader.subscriber_id,
            subscriber__address_hash=reader.address_hash,
            audience=reader.audience_id,
            ended_at=None,
        )
        .select_related("subscriber", "audience")
        .first()
    )
    if opt_in is None:
        return None
    if opt_in.confirmed_at is None:
        opt_in.confirmed_at = timezone.now()
        opt_in.save(update_fields=["confirmed_at"])
        _lift_suppressions(reader)
    return opt_in


@transaction.atomic
def unsubscribe(reader: Reader, *, from_all: bool = False, source: str = "link") -> None:
    """No more mail from this audience, or from any. At once and for good; may be called repeatedly.

    It works without the reader's row and without the audience's; an address changed since the mail is left as well.
    """
    audience_id = None if from_all else reader.audience_id
    if audience_id is not None and not Audience.objects.filter(pk=audience_id).exists():
        return
    hashes = {reader.address_hash}
    hashes |= set(Subscriber.objects.filter(pk=reader.subscriber_id).values_list("address_hash", flat=True))
    for hashed in sorted(hashes):
        suppress(hashed, audience_id, Suppression.Reason.UNSUBSCRIBED, source=source)


def _subscriber(email: str, name: str, language: str) -> Subscriber:
    address = normalised_address(email)
    subscriber, _created = Subscriber.objects.get_or_create(
        email=address, defaults={"name": collapse_spaces(name), "language": language}
    )
    return subscriber


def _opt_in(subscriber: Subscriber, audience: Audience, how: OptIn.How, text_shown: str) -> OptIn:
    """The standing opt-in, or a new one that still waits to be confirmed."""
    opt_in, _created = OptIn.objects.get_or_create(
        subscriber=subscriber,
        audience=audience,
        ended_at=None,
        defaults={"how": how, "text_shown": text_shown, "language": subscriber.language},
    )
    return opt_in


def _lift_suppressions(reader: Reader) -> None:
    """They come back to one audience; what kept them out of all goes on for the others."""
    own = Suppression.objects.filter(address_hash=reader.address_hash)
    for everywhere in own.filter(audience=None):
        for audience in Audience.objects.exclude(pk=reader.audience_id):
            suppress(reader.address_hash, audience.pk, Suppression.Reason(everywhere.reason), source=everywhere.source)
        everywhere.delete()
    own.filter(audience=reader.audience_id).delete()


def choose_language(reader: Reader, language: str) -> None:
    """The reader wants our mail in `language` from now on."""
    Subscriber.objects.filter(pk=reader.subscriber_id).update(language=language)
