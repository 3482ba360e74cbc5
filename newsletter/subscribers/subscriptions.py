"""Coming by the hand of staff, and leaving: the verbs by which somebody gets our mail, and stops getting it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.core.errors import CosechaError, NotPermittedError
from cms.core.text import make_one_line
from cms.users.models import User
from newsletter.addresses import HASH_VERSION, normalised_address
from newsletter.models import Audience, OptIn, Subscriber, SubscriptionEvent, Suppression
from newsletter.subscribers.asks import standing_opt_in
from newsletter.subscribers.steps import record_change, record_step
from newsletter.subscribers.suppressions import suppress, suppressions_by_address
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
    address = normalised_address(email)
    if suppressions_by_address([email], audience.pk):
        raise SuppressedError
    subscriber = _subscriber(address, name, language or audience.default_language)
    opt_in = standing_opt_in(address, audience)
    if opt_in is None:
        now = timezone.now()
        OptIn.objects.filter(subscriber=subscriber, audience=audience, ended_at=None).update(ended_at=now)
        opt_in = OptIn.objects.create(
            subscriber=subscriber,
            audience=audience,
            how=how,
            text_shown=text_shown,
            language=subscriber.language,
            recorded_by=by,
            asked_at=now,
            confirmed_at=now,
        )
    given = {"name": make_one_line(name)[:120], "language": language or audience.default_language}
    record_step(
        SubscriptionEvent.Kind.RECORDED,
        address,
        audience,
        subscriber=subscriber,
        how=how,
        text_shown=text_shown,
        recorded_by=by,
        **given,
    )
    log(audience, "cosecha.subscribe", user=by, data={"subscriber": subscriber.pk})
    return opt_in


@transaction.atomic
def unsubscribe(reader: Reader, *, from_all: bool = False, source: str = "link", by: User | None = None) -> None:
    """No more mail from this audience, or from any. At once and for good; may be called repeatedly.

    It works without the reader's row and without the audience's. An address changed since the mail is left as well,
    and one to which the subscription moved.
    """
    audience_id = None if from_all else reader.audience_id
    if audience_id is not None and not Audience.objects.filter(pk=audience_id).exists():
        return
    hashes = {reader.address_hash: reader.hash_version}
    for subscriber in _present_rows(reader):
        hashes[subscriber.address_hash] = HASH_VERSION
    for hashed, version in sorted(hashes.items()):
        suppress(hashed, audience_id, Suppression.Reason.UNSUBSCRIBED, source=source, by=by, version=version)


def choose_language(reader: Reader, language: str, *, source: str = "preferences") -> None:
    """The reader wants our mail in `language` from now on."""
    for subscriber in Subscriber.objects.filter(pk=reader.subscriber_id).exclude(language=language):
        subscriber.language = language
        subscriber.save(update_fields=["language"])
        record_change(subscriber, "language", source=source)


def _present_rows(reader: Reader) -> list[Subscriber]:
    """The reader's row and those to which their subscription moved, one after the other."""
    found: dict[int, Subscriber] = {}
    rows = list(Subscriber.objects.filter(pk=reader.subscriber_id))
    while rows:
        found |= {row.pk: row for row in rows}
        moved = Subscriber.objects.filter(events__ask__replaces__in=[row.pk for row in rows])
        rows = list(moved.exclude(pk__in=found).distinct())
    return list(found.values())


def _subscriber(address: str, name: str, language: str) -> Subscriber:
    """The reader with this address; what staff know of one who is here already fills only what is empty."""
    given = {"name": make_one_line(name)[:120], "language": language}
    subscriber, created = Subscriber.objects.get_or_create(email=address, defaults=given)
    if not created and not subscriber.name and given["name"]:
        subscriber.name = given["name"]
        subscriber.save(update_fields=["name"])
    return subscriber
