"""A small world of people, words and channels, with a model of what is allowed that never asks the gate."""

from __future__ import annotations

import email
import email.policy
import html
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from campaigns.models import Piece, Post
from campaigns.posts.approve import approve_post
from campaigns.posts.prepare import prepare
from campaigns.publishing.held_posts import look_up_held
from campaigns.publishing.publish import publish_due
from campaigns.publishing.reconcile import look_up_unsure
from campaigns.publishing.takedown import take_down_due
from cms.content.attribution import Attribution, attribute
from cms.content.translations import translate
from cms.core.errors import CosechaError
from cms.jobs import holds, runs
from cms.models import DatabaseOrigin, Item, Quote
from cms.terms.expiry import end_consents
from cms.terms.record import narrow_terms, record_terms
from cms.withdrawal.withdraw import withdraw_consent, withdraw_item, withdraw_own_words
from newsletter.editions.approve import approve_and_send_now, approve_edition
from newsletter.frozen_renderings import edition_digest
from newsletter.models import Audience, Edition, OptIn, Subscriber
from newsletter.sending.send_edition import send_edition
from newsletter.sending.staff_actions import cancel_edition
from newsletter.sending.transports import Answer, SendOutcome
from newsletter.subscribers.reader_links import web_url
from tests.campaigns.factories import make_campaign
from tests.factories import make_consent, make_contributor, make_quote, make_user

START = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)
USES = ("web", "newsletter", "social")
EVERYTHING = {f"allows_{use}": True for use in (*USES, "all_networks")} | {"credit": "full_name", "days": None}
NOTHING = EVERYTHING | {f"allows_{use}": False for use in USES}


class Mailroom:
    """A mail server in memory."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []

    def __call__(self) -> Mailroom:
        return self

    def __enter__(self) -> Mailroom:
        return self

    def __exit__(self, *_error: Any) -> None:
        return None

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        self.messages.append(message)
        return Answer(SendOutcome.ACCEPTED)


@dataclass
class Life:
    """One person's words, and what was really allowed of them: the newest terms, kept as plain values."""

    name: str
    mark: str
    quote: Quote
    allowed: dict[str, Any]
    is_withdrawn: bool = False

    def may(self, use: str, day: date) -> bool:
        until = self.allowed["until"]
        return not self.is_withdrawn and self.allowed[f"allows_{use}"] and (until is None or day <= until)

    def may_be_named(self) -> bool:
        return bool(self.allowed["credit"] == "full_name")


@dataclass
class World:
    staff: Any
    network: Any
    lives: list[Life] = field(default_factory=list)
    mailroom: Mailroom = field(default_factory=Mailroom)
    copy: str | None = None
    editions: int = 0
    read: int = 0

    def item(self, life: Life) -> Item:
        return Item.objects.get(translation_key=life.quote.translation_key)

    # What is done.

    def record(self, life: Life, wanted: dict[str, Any]) -> None:
        record_terms(self.item(life).consent, self.staff, how="message", begins_on=START.date(), **stored(wanted))
        life.allowed = remembered(wanted)

    def narrow(self, life: Life, wanted: dict[str, Any]) -> None:
        narrow_terms(self.item(life).consent, how="own_page", begins_on=START.date(), **stored(wanted))
        life.allowed = remembered(wanted)

    def withdraw(self, life: Life, what: str) -> None:
        item = self.item(life)
        if what == "item":
            withdraw_item(item, self.staff)
        elif what == "consent":
            withdraw_consent(item.consent, self.staff)
        else:
            withdraw_own_words(item.contributor)
        life.is_withdrawn = True

    def ask(self, life: Life) -> None:
        """They wrote that they withdraw it: staff do it after the next restore (`do_again`), before anything else."""
        life.is_withdrawn = True

    def edit(self, life: Life, how: str) -> None:
        quote = Quote.objects.get(pk=life.quote.pk)
        if how == "revert":
            quote.revisions.order_by("pk").first().publish(user=self.staff)
        elif how == "translate":
            translated = translate(quote, Locale.objects.get(language_code="en"), self.staff)
            translated.text = f"{life.mark} in other words."
            translated.save_revision(user=self.staff).publish(user=self.staff)
        else:
            said = f", dice {spelled_oddly(life.name)}" if how == "named" else " dicho de nuevo"
            quote.text = f"{life.mark}{said}."
            newest = quote.latest_revision if how == "autosave" else None
            revision = quote.save_revision(user=self.staff, overwrite_revision=newest)
            if how in ("publish", "named"):
                revision.publish(user=self.staff)

    def move(self, life: Life, wanted: dict[str, Any]) -> None:
        item = self.item(life)
        other = make_consent(item.contributor, begins_on=START.date(), **stored(wanted))
        seen = Attribution.of(item)
        attribute(item, Attribution(seen.voice, seen.contributor, other.pk), seen, self.staff)
        life.allowed = remembered(wanted)

    def send(self, life: Life) -> None:
        edition = self.edition(timezone.now())
        approve_and_send_now(edition, edition_digest(edition), self.staff)
        self.send_due()

    def plan(self, life: Life) -> None:
        edition = self.edition(timezone.now() + timedelta(days=1))
        approve_edition(edition, edition_digest(edition), self.staff)

    def edition(self, at: datetime) -> Edition:
        self.editions += 1
        edition = Edition(
            audience=Audience.objects.get(), month=timezone.localdate().replace(day=1), send_at=at,
            subject=f"Junio, {self.editions}", body=[("quotes", [self.item(one) for one in self.lives])],
        )  # fmt: skip
        edition.save()
        return edition

    def post(self, life: Life) -> None:
        campaign = make_campaign(starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=30))
        for days in (0, 2):
            at = timezone.now() + timedelta(days=days)
            piece = Piece.objects.create(campaign=campaign, item=self.item(life), slot_at=at, scheduled_at=at)
            for account in campaign.accounts.all():
                post = Post.objects.create(piece=piece, account=account)
                with unless_refused():  # the one in two days may be after the last day
                    approve_post(post, prepare(post).digest, self.staff)
            campaign = make_campaign(starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=30))

    # What the clock and the workers do, and what is then seen.

    def tick(self) -> None:
        end_consents(timezone.now())
        take_down_due(limit=50)
        look_up_unsure(limit=50)
        look_up_held(limit=50)
        publish_due(limit=50)
        self.send_due()

    def send_due(self) -> None:
        for edition in Edition.objects.filter(state__in=(Edition.State.APPROVED, Edition.State.SENDING)):
            while send_edition(edition.pk, self.mailroom):
                pass
        self.check_mail(self.mailroom.messages[self.read :])
        self.read = len(self.mailroom.messages)

    # A backup is made, and put back.

    def back_up(self) -> None:
        """Not within another act, or it would end with that one."""
        self.copy = transaction.savepoint()

    def restore(self) -> None:
        """Put it back, while readers keep their mail and networks their posts. What it lacks is done again by hand."""
        if self.copy is None:
            return
        transaction.savepoint_rollback(self.copy)
        DatabaseOrigin.objects.get_or_create(pk=1)
        DatabaseOrigin.objects.update(copied_at=timezone.now())
        runs.begin()
        known = {str(key) for key in Post.objects.values_list("key", flat=True)}
        for remote_id in [pk for pk, post in self.network.posts.items() if post.key not in known]:
            del self.network.posts[remote_id]
        for life in self.lives:
            self.do_again(life)

    def do_again(self, life: Life) -> None:
        item, until = self.item(life), life.allowed["until"]
        terms = {name: value for name, value in life.allowed.items() if name not in ("days", "until")}
        if life.is_withdrawn:
            if not item.is_withdrawn:
                withdraw_item(item, self.staff)
        elif until is not None and until < timezone.localdate():
            record_terms(item.consent, self.staff, how="message", begins_on=START.date(), **stored(NOTHING))
        elif any(getattr(item.terms, name) != value for name, value in (terms | {"expires_on": until}).items()):
            record_terms(item.consent, self.staff, how="message", begins_on=START.date(), expires_on=until, **terms)

    def release(self) -> None:
        """Somebody looks in their mailbox, and releases what did not go out."""
        out = {parsed(raw)["Subject"] for raw in self.mailroom.messages}
        for held in holds.held_for(self.staff):
            key = holds.key_of(held.reference)
            if held.reference.startswith("edition:") and Edition.objects.get(pk=key).subject in out:
                cancel_edition(Edition.objects.get(pk=key), self.staff)
            else:
                holds.release([held.reference], self.staff)

    def check_once(self) -> None:
        """Nobody gets an edition twice, and no post is on its network twice."""
        mails = Counter((parsed(raw)["Subject"], parsed(raw)["To"]) for raw in self.mailroom.messages)
        posts = Counter(post.key for post in self.network.posts.values())
        assert [what for what, times in (mails + posts).items() if times > 1] == []

    def check(self) -> None:
        day = timezone.localdate()
        self.check_once()
        cache.clear()
        client = Client()
        listed = client.get("/api/v1/quotes").content.decode()
        pages = [client.get(address).content.decode() for life in self.lives for address in self.addresses(life)]
        web = [web_url(edition, "es") for edition in Edition.objects.filter(frozen_at__isnull=False)]
        letters = [html.unescape(client.get(address).content.decode()) for address in web]
        for life in self.lives:
            self.look(life, "web", day, [listed, *pages])
            self.look(life, "newsletter", day, letters)
            self.look(life, "social", day, [one.text + one.alt_text for one in self.network.posts.values()])

    def where_it_is(self, mark: str) -> set[str]:
        """In which of the uses that have copies the words with this mark can be seen now."""
        web = [web_url(edition, "es") for edition in Edition.objects.filter(frozen_at__isnull=False)]
        found = {"social"} if any(mark in one.text for one in self.network.posts.values()) else set()
        return found | ({"newsletter"} if any(mark in Client().get(url).content.decode() for url in web) else set())

    def check_mail(self, messages: list[bytes]) -> None:
        for raw in messages:
            message = parsed(raw)
            texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
            for life in self.lives:
                self.look(life, "newsletter", timezone.localdate(), [html.unescape(text) for text in texts])

    def look(self, life: Life, use: str, day: date, texts: list[str]) -> None:
        for text in texts:
            if not life.may(use, day):
                assert life.mark not in text, f"{use}: the words of {life.name} are there"
            if not (life.may(use, day) and life.may_be_named()):
                assert letters_of(life.name) not in letters_of(text), f"{use}: the name of {life.name} is there"

    def addresses(self, life: Life) -> list[str]:
        slug = self.item(life).slug
        return [f"/es/citas/{slug}/", f"/en/citas/{slug}/"] if slug else []


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def spelled_oddly(name: str) -> str:
    """A name as no plain search finds it: invisible letters in one part, full-width ones in the other."""
    first, last = name.split()
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in last)
    return f"{first[0]}\u00ad{first[1:3]}\u2060{first[3:]} {wide}"


def letters_of(text: str) -> str:
    """The letters alone, in their ordinary form."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalpha())


def stored(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if name != "days"} | {"expires_on": last_day(wanted)}


def remembered(wanted: dict[str, Any]) -> dict[str, Any]:
    return wanted | {"until": last_day(wanted)}


def last_day(wanted: dict[str, Any]) -> date | None:
    return None if wanted["days"] is None else timezone.localdate() + timedelta(days=wanted["days"])


def begin(network: Any) -> World:
    world = World(make_user(is_superuser=True), network)
    for number, name in enumerate(("Alba Zorritos", "Brisa Yanahuanca")):
        person = make_contributor(name)
        consent = make_consent(person, begins_on=START.date(), **stored(EVERYTHING))
        mark = ("El manantial cuarto", "La asamblea séptima")[number]
        quote = make_quote(f"{mark} empieza aquí.", consent=consent)
        quote.save_revision(user=world.staff).publish(user=world.staff)
        world.lives.append(Life(name, mark, quote, remembered(EVERYTHING)))
    audience = Audience.objects.create(name="A", slug="a", from_name="A", from_email="a@example.org")
    reader = Subscriber.objects.create(email="lectora@example.org")
    asked = START - timedelta(days=9)
    OptIn.objects.create(
        subscriber=reader, audience=audience, how=OptIn.How.FORM, asked_at=asked, confirmed_at=asked, language="es"
    )
    return world


def step() -> transaction.Atomic:
    """A transaction that is undone by itself, in which rows may still be claimed as by a worker."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    return atomic


@contextmanager
def unless_refused() -> Iterator[None]:
    """What the product refuses to do is not done: that is as good."""
    try:
        with step():
            yield
    except CosechaError:
        pass


def do(world: World, act: tuple[Any, ...]) -> None:
    """Do it to one of the lives, or to all."""
    verb, who, how = act
    if verb == "release":
        world.release()
        return
    arguments = [world.lives[who]] if how is None else [world.lives[who], how]
    getattr(world, verb)(*arguments)
