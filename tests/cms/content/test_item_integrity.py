"""Every `Content` keeps its own item, through whichever door it comes or changes."""

from __future__ import annotations

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from wagtail.actions.copy_for_translation import CopyForTranslationAction
from wagtail.actions.registry import action_registry
from wagtail.models import Locale

from cms.content.item_integrity import content_without_item, items_without_content
from cms.content.translations import translate
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import accept_passage
from cms.imports.run import import_table
from cms.models import CONTENT_MODELS, Content, Item, Quote
from tests.cms.harvest.reports import SAMPLE
from tests.cms.imports.quote_tables import EVERYTHING, keep, with_consent
from tests.factories import make_consent, make_quote, make_testimony

pytestmark = pytest.mark.django_db


def translated(admin) -> Content:
    return translate(make_quote(), Locale.objects.get(language_code="en"), admin)


def copied_for_translation(admin) -> Content:
    french = Locale.objects.get(language_code="fr")
    return CopyForTranslationAction(make_testimony(), french, user=admin).execute()


def copied(admin) -> Content:
    """What Wagtail's copy view does: the same values in a new row, with a key of its own."""
    quote = make_quote()
    copy = Quote(text=quote.text, locale=quote.locale)
    return create_through_registry(copy, admin)


def imported(admin) -> Content:
    import_table(keep(with_consent("Hablo por todas.", "Rosa Quispe"), by=admin, headings=EVERYTHING), admin)
    return Quote.objects.get()


def harvested(admin) -> Content:
    report = harvest_report(SAMPLE.read_bytes(), "informe.md", admin)
    accept_passage(report.passages.filter(kind="quote").first(), admin)
    return Quote.objects.get()


def reverted(admin) -> Content:
    quote = make_quote("Antes.")
    before = quote.save_revision(user=admin)
    other = make_consent()
    Item.objects.filter(pk=quote.item.pk).update(consent=other, contributor=other.contributor)
    quote.text = "Después."
    quote.save_revision(user=admin).publish(user=admin)
    before.publish(user=admin)
    quote.refresh_from_db()
    assert quote.text == "Antes."
    assert Item.objects.get(translation_key=quote.translation_key).consent == other
    return quote


def written_by_form(admin) -> Content:
    return create_through_registry(Quote(text="Nueva.", locale=Locale.objects.get(language_code="es")), admin)


def create_through_registry(content: Content, admin) -> Content:
    """As Wagtail's create view and its API do."""
    return action_registry.get_action_class(type(content), "create")(content, user=admin).execute()


@pytest.mark.parametrize(
    "door", [translated, copied_for_translation, copied, imported, harvested, reverted, written_by_form]
)
def test_a_content_keeps_its_own_item(admin, door):
    other = make_testimony() if door is not copied_for_translation else make_quote()
    content = door(admin)
    item = Item.objects.get(translation_key=content.translation_key)
    assert content.item == item
    assert item.kind == content.kind
    assert item != other.item
    assert Item.objects.count() == len({row.translation_key for model in CONTENT_MODELS for row in model.objects.all()})
    assert list(content_without_item()) == list(items_without_content()) == []


def test_what_has_lost_its_item_is_reported(admin):
    quote = make_quote()
    Item.objects.filter(pk=quote.item.pk).update(kind="testimony")
    with pytest.raises(CommandError):
        call_command("check_items", stdout=StringIO())
    assert [*content_without_item()] == [quote]
    Item.objects.filter(pk=quote.item.pk).update(kind="quote")
    out = StringIO()
    call_command("check_items", stdout=out)
    assert "Every wording" in out.getvalue()


@pytest.mark.postgres
def test_postgresql_refuses_a_content_without_an_item_when_the_transaction_ends():
    quote = make_quote()

    def lose_its_item() -> None:
        with transaction.atomic():
            Quote.objects.filter(pk=quote.pk).update(translation_key=uuid4())
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        lose_its_item()
    assert Quote.objects.get(pk=quote.pk).item == quote.item
