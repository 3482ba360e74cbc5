"""What is shown before a withdrawal is what the withdrawal then does, to the last count, whatever the mix."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from django.utils.translation import override

from campaigns import tasks
from campaigns.channel import withdrawal_effect as of_campaigns
from campaigns.models import Piece, Post
from cms.channels import channels
from cms.consent.gate import Use, cleared
from cms.models import Item, Receipt
from cms.terms.record import effect_of_terms, record_terms
from cms.withdrawal.reduce_scope import Narrowed, narrowings
from cms.withdrawal.withdraw import effect_of_withdrawing, in_sentences, withdraw_consent
from newsletter.blocks.stream import item_ids
from newsletter.channel import withdrawal_effect as of_newsletter
from newsletter.frozen_renderings import freeze_renderings
from newsletter.models import Audience, Edition, Rendering
from tests.campaigns.factories import make_account, make_campaign
from tests.factories import add_terms, make_consent, make_learning, make_quote, make_testimony, now
from tests.profiles import examples

pytestmark = pytest.mark.django_db
State = Post.State
OPEN = (Edition.State.DRAFT, Edition.State.APPROVED, Edition.State.SENDING, Edition.State.PAUSED, Edition.State.LATE)


@pytest.fixture(autouse=True)
def surroundings(settings, monkeypatch):
    settings.ITEM_URL_PATTERN = "https://site.example.org/{language}/{kind}/{slug}"
    monkeypatch.setattr(tasks.work.huey, "enqueue", lambda task: None)


def mix(chance: random.Random):
    """A person's words beside another's: in editions of every state, and on one or two accounts in every state."""
    mine, others = make_consent(), make_consent()
    makers = [make_quote, make_testimony, lambda **given: make_learning(voice="person", **given)]
    contents = [chance.choice(makers)(consent=chance.choice([mine, mine, others])) for _ in range(8)]
    quotes = [content for content in contents if content.kind == "quote"] or [make_quote(consent=mine)]
    learnings = [content for content in contents if content.kind == "learning"]
    audience = Audience.objects.create(name="Red", slug=f"red-{mine.pk}", from_email="a@example.org")
    for number in range(5):
        body = [("quotes", [c.item for c in chance.sample(quotes, chance.randint(1, len(quotes)))])]
        if learnings and chance.random() < 0.5:
            body.append(("learnings", [c.item for c in chance.sample(learnings, chance.randint(1, len(learnings)))]))
        month = dt.date(2026, 1 + number, 1)
        edition = Edition(audience=audience, month=month, subject="Mes", body=body)
        edition.save()
        state = chance.choice(list(Edition.State))
        if state in (Edition.State.SENDING, Edition.State.PAUSED, Edition.State.SENT):
            freeze_renderings(edition)
            if chance.random() < 0.3 and state != Edition.State.SENT:
                edition.body = [("quotes", [make_quote().item])]
                edition.save()
        Edition.objects.filter(pk=edition.pk).update(state=state)
    campaign = make_campaign(accounts=[make_account(), make_account()])
    for number, content in enumerate(contents):
        at = now() + dt.timedelta(days=number)
        piece = Piece.objects.create(campaign=campaign, item=content.item, slot_at=at, scheduled_at=at)
        for account in chance.sample(list(campaign.accounts.all()), chance.randint(1, 2)):
            Post.objects.create(piece=piece, account=account, state=chance.choice(list(State)))
    return mine


def the_state():
    """Everything a withdrawal may change, as plain values."""
    return {
        "pieces": dict(Piece.objects.values_list("pk", "is_cancelled")),
        "posts": {post.pk: (post.state, post.must_come_down) for post in Post.objects.all()},
        "piece of": dict(Post.objects.values_list("pk", "piece")),
        "editions": {row.pk: (row.state, len(item_ids(row.body))) for row in Edition.objects.all()},
        "blank": set(Rendering.objects.exclude(redacted_at=None).values_list("edition", flat=True)),
    }


@pytest.mark.parametrize("seed", range(examples(0.25)))
def test_the_counts_that_are_shown_are_those_of_what_happens(seed, admin):
    mine = mix(random.Random(seed))
    items = list(mine.items.all())
    copies = effect_of_withdrawing(items)
    by_channel = {channel.name: [] for channel in channels()}
    for item, channel, copy in copies:
        by_channel[channel.name].append((item.pk, int(copy.reference.split(":")[1])))
    posts = of_campaigns.tally({post for _item, post in by_channel["campaigns"]})
    editions = of_newsletter.tally(by_channel["newsletter"])
    shown_sentences = in_sentences(copies)

    before = the_state()
    take_back = withdraw_consent(mine, admin)
    after = the_state()

    turned = {pk: (was[0], after["posts"][pk][0]) for pk, was in before["posts"].items() if was != after["posts"][pk]}
    cancelled = Counter(before["piece of"][pk] for pk, (_was, now_is) in turned.items() if now_is == State.CANCELLED)
    pieces = {pk for pk in cancelled if after["pieces"][pk]}
    assert posts.pieces == len(pieces)
    assert posts.posts == sum(count for pk, count in cancelled.items() if pk not in pieces)
    assert posts.taken_down == sum(now_is == State.TAKE_DOWN_DUE for _was, now_is in turned.values())
    assert posts.in_doubt == sum(was in Post.IN_DOUBT and after["posts"][pk][1] for pk, (was, _now) in turned.items())
    lost = {pk: was[1] - after["editions"][pk][1] for pk, was in before["editions"].items()}
    happened: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    newly_blank = after["blank"] - before["blank"]
    for pk, (state, _count) in before["editions"].items():
        if state == Edition.State.CANCELLED or not (lost[pk] or pk in newly_blank):
            continue
        if state == Edition.State.SENT:
            becomes = state
            assert pk in newly_blank
        elif not lost[pk]:
            becomes = of_newsletter.BLANKED
        else:
            becomes = Edition.State.DRAFT if state == Edition.State.LATE else state
        happened[becomes] += 1
        blocks[becomes] += lost[pk]
        stops = {Edition.State.SENDING: Edition.State.PAUSED, Edition.State.APPROVED: Edition.State.DRAFT}
        assert after["editions"][pk][0] == (stops.get(state, state) if lost[pk] else state)
    assert {str(key): value for key, value in editions.items()} == {
        str(key): (happened[key], blocks[key]) for key in happened
    }
    # Every copy that was shown has its receipt, and every sentence counts something.
    assert take_back.receipts.count() == len(copies)
    assert len(shown_sentences) == len(set(shown_sentences))


def test_the_sentences_read_as_a_person_would_write_them(admin):
    consent = make_consent()
    first, second = make_quote(consent=consent), make_quote(consent=consent)
    story = make_testimony(consent=consent)
    audience = Audience.objects.create(name="Red", slug="red", from_email="a@example.org")
    Edition(audience=audience, month=dt.date(2026, 11, 1), subject="N", body=[("quotes", [first.item])]).save()
    sent = Edition(audience=audience, month=dt.date(2026, 10, 1), subject="O", body=[("quotes", [second.item])])
    sent.save()
    freeze_renderings(sent)
    Edition.objects.filter(pk=sent.pk).update(state=Edition.State.SENT)
    campaign = make_campaign()
    for day, (content, state) in enumerate(
        [(first, State.APPROVED), (second, State.PUBLISHED), (story, State.PUBLISHED)]
    ):
        at = now() + dt.timedelta(days=day)
        piece = Piece.objects.create(campaign=campaign, item=content.item, slot_at=at, scheduled_at=at)
        Post.objects.create(piece=piece, account=campaign.accounts.get(), state=state)
    with override("es"):
        said = in_sentences(effect_of_withdrawing(list(consent.items.all())))
    assert set(said) == {
        "2 citas salen de la API que leen otros sitios web.",
        "1 testimonio sale de la API que leen otros sitios web.",
        "Desaparecen 3 páginas públicas.",
        "1 borrador de edición pierde un bloque.",
        "La versión web de 1 edición ya enviada se corrige.",
        "1 pieza se cancela.",
        "2 publicaciones se retirarán de sus redes.",
    }


@pytest.mark.parametrize("less", [{"credit": "anonymous"}, {"credit": "first_name"}, {"shows_organisation": False}])
def test_words_that_say_more_than_the_new_terms_allow_are_shown_to_disappear_and_have_a_receipt(less, admin):
    consent = make_consent()
    person = consent.contributor
    telling = make_quote(f"Soy {person.full_name} y lo digo yo.", consent=consent).item
    silent = make_quote("No digo quién soy.", consent=consent).item
    row = type(consent.current_terms)(consent=consent, **(_terms() | less))
    shown = {(item.pk, copy.reference) for item, channel, copy in effect_of_terms(consent, row)}
    recorded = record_terms(consent, admin, **(_terms() | less))
    hides_the_name = "credit" in less
    expected = {telling.pk} if hides_the_name else set()
    assert {item for item, _reference in shown} == expected
    receipts = Receipt.objects.filter(take_back__terms=recorded)
    assert {(row.item_id, row.reference) for row in receipts} == shown
    assert all(row.state == Receipt.State.TAKEN_BACK for row in receipts)
    assert cleared(Item.objects.all(), Use.WEB, now()).filter(pk=silent.pk).exists()
    assert cleared(Item.objects.all(), Use.WEB, now()).filter(pk=telling.pk).exists() is not hides_the_name


def test_allowing_more_hides_nothing(admin):
    consent = make_consent(credit="anonymous")
    item = make_quote("No digo quién soy.", consent=consent).item
    wider = add_terms(consent)
    assert not Narrowed([item], narrowings(None, wider, now().date())).seen


def _terms():
    everything = {f"allows_{use}": True for use in ("web", "newsletter", "social", "all_networks")}
    shown = {f"shows_{part}": True for part in ("face", "place", "organisation")}
    return everything | shown | {"credit": "full_name", "begins_on": dt.date(2020, 1, 1)}
