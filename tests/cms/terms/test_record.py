"""What a person allows is recorded once and for all, and allowing less acts at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cms import channels
from cms.channels import Channel, Copy
from cms.consent.gate import Use, clearance
from cms.core.errors import AppendOnlyError, ConsentTermsError, NotPermittedError
from cms.models import Consent, ConsentTerms, Credit, Item, Quote, Receipt
from cms.terms.record import (
    NOTICE,
    RevealsMoreError,
    TermsStatus,
    effect_of_terms,
    expiring_consents,
    record_terms,
    standing,
    standing_at,
)
from cms.terms.summary import in_words
from cms.users.roles import EDITOR, REVIEWER
from cms.withdrawal.reduce_scope import reveals_less
from cms.withdrawal.withdraw import withdraw_consent
from tests.factories import add_terms, make_consent, make_contributor, make_quote, make_user

TODAY = date(2026, 11, 22)
EVERYTHING = {
    "allows_web": True,
    "allows_newsletter": True,
    "allows_social": True,
    "allows_all_networks": True,
    "credit": Credit.FULL_NAME,
    "shows_face": True,
    "shows_place": True,
    "shows_organisation": True,
    "how": ConsentTerms.How.MESSAGE,
}


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ITEM_URL_PATTERN = "https://site.example.org/{kind}/{slug}"


class Walls(Channel):
    """A social channel that reaches two networks."""

    name = "walls"
    label = "Muros"
    use = Use.SOCIAL

    def __init__(self):
        self.up = {}

    def networks(self):
        return [("red", "Muro rojo"), ("blue", "Muro azul")]

    def copies_of(self, item):
        return [Copy(f"{network}:{item.pk}", network, network=network) for network in self.up.get(item.pk, [])]

    def take_back(self, item):
        return self.take_back_from(item, {"red", "blue"})

    def take_back_from(self, item, networks):
        gone = [copy for copy in self.copies_of(item) if copy.network in networks]
        self.up[item.pk] = [network for network in self.up.get(item.pk, []) if network not in networks]
        return gone


@pytest.fixture
def walls(monkeypatch):
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    walls = Walls()
    channels.register(walls)
    return walls


@pytest.mark.django_db
class TestRecording:
    def test_wider_terms_take_nothing_back(self, admin):
        consent = make_consent(allows_social=False)
        make_quote(consent=consent)
        assert not record_terms(consent, admin, **EVERYTHING).take_backs.exists()

    def test_the_effect_is_shown_and_then_happens(self, admin, walls):
        item = make_quote().item
        walls.up[item.pk] = ["red", "blue"]
        terms = EVERYTHING | {"allows_social": False}
        shown = {copy.reference for _item, _channel, copy in effect_of_terms(item.consent, ConsentTerms(**terms))}
        assert shown == {f"red:{item.pk}", f"blue:{item.pk}"}
        take_back = record_terms(item.consent, admin, **terms).take_backs.get()
        assert {receipt.reference for receipt in take_back.receipts.all()} == shown
        assert walls.up[item.pk] == []
        assert not Item.objects.get(pk=item.pk).is_withdrawn
        assert clearance(Item.objects.get(pk=item.pk), Use.WEB, timezone.now()).is_cleared

    def test_only_the_networks_left_out_lose_it(self, admin, walls):
        item = make_quote().item
        walls.up[item.pk] = ["red", "blue"]
        record_terms(item.consent, admin, **EVERYTHING | {"allows_all_networks": False, "networks": ["blue"]})
        assert walls.up[item.pk] == ["blue"]

    def test_copies_that_show_more_than_is_allowed_now_are_taken_back(self, admin, walls):
        item = make_quote().item
        walls.up[item.pk] = ["red"]
        take_back = record_terms(item.consent, admin, **EVERYTHING | {"credit": Credit.ANONYMOUS}).take_backs.get()
        assert [receipt.reference for receipt in take_back.receipts.all()] == [f"red:{item.pk}"]

    def test_the_website_loses_what_it_may_no_longer_show(self, admin):
        item = make_quote().item
        take_back = record_terms(item.consent, admin, **EVERYTHING | {"allows_web": False}).take_backs.get()
        assert {receipt.state for receipt in take_back.receipts.all()} == {Receipt.State.TAKEN_BACK}
        assert take_back.receipts.count() == 2

    @pytest.mark.parametrize(
        "terms",
        [
            {"begins_on": timezone.localdate() + timedelta(days=1)},
            {"expires_on": date(2020, 1, 1)},
            {"allows_all_networks": False, "networks": ["green"]},
            {"allows_all_networks": False},
        ],
        ids=["tomorrow", "ends before it begins", "an unknown network", "no network"],
    )
    def test_what_contradicts_itself_is_refused(self, admin, walls, terms):
        consent = make_consent()
        with pytest.raises(ConsentTermsError):
            record_terms(consent, admin, **EVERYTHING | terms)
        assert consent.terms.count() == 1

    @pytest.mark.parametrize(
        "wider",
        [{"credit": Credit.FULL_NAME}, {"credit": Credit.FIRST_NAME}, {"shows_face": True}, {"shows_place": True}],
        ids=str,
    )
    def test_who_may_not_publish_shows_readers_no_more_of_a_person(self, wider):
        editor, reviewer = make_user(groups=(EDITOR,)), make_user(groups=(REVIEWER,))
        less = {"credit": Credit.ANONYMOUS, "shows_face": False, "shows_place": False, "shows_organisation": False}
        consent = make_consent(**less)
        terms = EVERYTHING | less | wider
        draft = make_quote(consent=consent, live=False)
        record_terms(consent, editor, **terms)
        record_terms(consent, editor, **EVERYTHING | less)
        Quote.objects.filter(pk=draft.pk).update(live=True)
        with pytest.raises(RevealsMoreError):
            record_terms(consent, editor, **terms)
        # A longer time and one use less show nobody more of the person.
        record_terms(consent, editor, **EVERYTHING | less | {"expires_on": date(2031, 1, 1), "allows_social": False})
        record_terms(consent, reviewer, **terms)

    def test_a_withdrawn_consent_takes_no_new_terms(self, admin):
        consent = make_consent()
        withdraw_consent(consent, admin)
        with pytest.raises(ConsentTermsError):
            record_terms(consent, admin, **EVERYTHING)

    def test_nobody_without_the_permission_records(self):
        consent = make_consent()
        with pytest.raises(NotPermittedError):
            record_terms(consent, make_user(), **EVERYTHING)


@pytest.mark.django_db
class TestAppendOnly:
    def test_rows_are_not_changed_in_bulk(self):
        consent = make_consent(allows_social=False)
        row = consent.current_terms
        for change in (
            lambda: ConsentTerms.objects.filter(pk=row.pk).update(allows_social=True),
            lambda: ConsentTerms.objects.filter(pk=row.pk).delete(),
            lambda: consent.terms.all().delete(),
            lambda: ConsentTerms.objects.bulk_update([row], ["allows_social"]),
        ):
            with pytest.raises(AppendOnlyError):
                change()
        assert not ConsentTerms.objects.get(pk=row.pk).allows_social

    def test_a_row_is_not_overwritten_by_one_with_its_number(self):
        row = make_consent(allows_social=False).current_terms
        with pytest.raises(DatabaseError), transaction.atomic():
            ConsentTerms(pk=row.pk, consent=row.consent, allows_social=True).save()
        assert not ConsentTerms.objects.get(pk=row.pk).allows_social

    @pytest.mark.parametrize("column", ["allows_social = true", "expires_on = NULL", "credit = 'full_name'"])
    def test_the_database_itself_refuses(self, column):
        row = make_consent(allows_social=False, expires_on=TODAY, credit=Credit.ANONYMOUS).current_terms
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cms_consentterms SET {column} WHERE id = %s", [row.pk])

    def test_who_recorded_it_may_leave(self, admin):
        recorder = make_user()
        row = add_terms(make_consent(), recorded_by=recorder)
        recorder.delete()
        assert ConsentTerms.objects.get(pk=row.pk).recorded_by is None

    def test_recorded_terms_never_pass_to_another_person(self):
        consent = make_consent()
        consent.contributor = make_contributor()
        with pytest.raises(AppendOnlyError):
            consent.save()


days = st.integers(-40, 40).map(lambda number: TODAY + timedelta(days=number))


@pytest.mark.django_db
class TestStanding:
    def test_the_list_filters_as_each_row_says(self):
        ends = [None, -31, -1, 0, 1, NOTICE.days, NOTICE.days + 1]
        for number in ends:
            make_consent(expires_on=None if number is None else TODAY + timedelta(days=number))
        make_consent(is_withdrawal=True)
        Consent.objects.create(contributor=make_contributor(), label="Sin términos")
        renewed = make_consent(expires_on=TODAY - timedelta(days=1))
        add_terms(renewed, expires_on=None)
        for wanted in TermsStatus:
            by_row = {c.pk for c in Consent.objects.all() if standing(c.current_terms, TODAY) == wanted}
            assert {c.pk for c in standing_at(Consent.objects.all(), wanted, TODAY)} == by_row
            assert by_row

    def test_expiring_consents_come_in_their_order_and_count_the_last_day(self):
        now = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
        late, soon = make_consent(expires_on=TODAY + timedelta(days=7)), make_consent(expires_on=TODAY)
        make_consent(expires_on=TODAY + timedelta(days=8))
        make_consent(expires_on=TODAY - timedelta(days=1))
        make_consent(expires_on=TODAY, is_withdrawal=True)
        assert list(expiring_consents(now, 7)) == [soon, late]


@given(st.sampled_from(list(Credit)), st.sampled_from(list(Credit)), st.booleans(), st.booleans())
def test_the_same_or_more_never_counts_as_less(before, after, face_before, face_after):
    old = ConsentTerms(credit=before, shows_face=face_before)
    new = ConsentTerms(credit=after, shows_face=face_after)
    assert not reveals_less(old, old)
    if face_before and not face_after:
        assert reveals_less(old, new)
    if before == Credit.FULL_NAME and after != before:
        assert reveals_less(old, new)


def test_terms_read_as_a_person_would_say_them(walls):
    terms = ConsentTerms(
        allows_web=True, allows_social=True, networks=["blue"], credit=Credit.FIRST_NAME, expires_on=date(2027, 3, 8)
    )
    with override("es"):
        assert in_words(terms) == [
            "Puede salir en: sitio web, redes sociales (solo Muro azul).",
            "Se nombra como: solo el nombre de pila.",
            "No se debe mostrar: el rostro, el lugar, la organización.",
            "Vale hasta el 8 de marzo de 2027.",
        ]
