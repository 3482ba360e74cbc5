"""What a person asks to be erased is nowhere: neither in any table nor in any file."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from PIL import Image
from wagtail.log_actions import log
from wagtail.models import Locale

from campaigns import networks, tasks
from campaigns.models import Payload, Piece, Post
from campaigns.publishing.publish import publish_due
from campaigns.publishing.takedown import take_down_due
from cms.consent.gate import Use, cleared
from cms.content.publish_checks import WithdrawnWordsError
from cms.core.errors import NotPermittedError
from cms.models import Contributor, Erasure, Item, Passage, Receipt, Report, Testimony
from cms.withdrawal.erase import NotTypedError, effect_of_erasing, erase_contributor, erase_item, finish_erasures
from media.clean_file import CleanFile
from media.models import CustomDocument, CustomImage
from newsletter.editions.redact import correct_redacted_editions
from newsletter.frozen_renderings import freeze_renderings, newest_rendering
from newsletter.models import Audience, Edition
from tests.campaigns.factories import Scripted, approve, make_account, make_campaign
from tests.factories import make_consent, make_contributor, make_quote, make_testimony, make_user, now

pytestmark = [pytest.mark.django_db, pytest.mark.indexes]
NAME = "Zenobia Quispezzyzx"
# In every word, file and field of theirs stands this, and nowhere else.
SENTINEL = "zzyzx"


@pytest.fixture(autouse=True)
def surroundings(settings, monkeypatch):
    settings.ITEM_URL_PATTERN = "https://site.example.org/{language}/{kind}/{slug}"
    monkeypatch.setattr(tasks.work.huey, "enqueue", lambda task: None)


@pytest.fixture
def network(monkeypatch):
    scripted = Scripted()
    monkeypatch.setattr(networks, "_networks", {**networks._networks, "scripted": scripted})
    return scripted


def tables_with(word: str) -> dict[str, int]:
    """How many rows of each table hold `word` in any column, text or bytes."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                values = (bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row)
                if any(word in value.casefold() for value in values):
                    found[table] = found.get(table, 0) + 1
    return found


def files_with(folder, word: str) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if word in path.name or word.encode() in path.read_bytes()]


def picture() -> CleanFile:
    file = BytesIO()
    Image.new("RGB", (400, 300), "#b5633a").save(file, "JPEG")
    return CleanFile(file.getvalue() + SENTINEL.encode(), f"foto-{SENTINEL}.jpg")


@pytest.fixture
def person(admin, network):
    """Somebody whose words are everywhere that there is."""
    contributor = make_contributor(
        NAME, role=f"lideresa {SENTINEL}", region=f"Valle {SENTINEL}", email=f"z@{SENTINEL}.org", phone="1",
        notes=f"la llaman {SENTINEL}",
    )  # fmt: skip
    document = CustomDocument(title=f"Firma {SENTINEL}")
    document.file.keep("firma.pdf", ContentFile(f"%PDF-1.4 {SENTINEL}".encode()))
    document.save()
    consent = make_consent(contributor, evidence=document, note=f"dicho a {SENTINEL}", guardian=f"tía {SENTINEL}")
    consent.label = f"Lo de {SENTINEL}"
    consent.save()
    photo = CustomImage.objects.create(title=f"Foto {SENTINEL}", description=f"Ella, {SENTINEL}", file=picture())
    photo.get_rendition("width-200")
    quote = make_quote(f"Digo {SENTINEL} y lo repito.", consent=consent)
    english = quote.copy_for_translation(Locale.objects.get(language_code="en"))
    english.text, english.live = f"I say {SENTINEL} again.", False
    english.save()
    english.save_revision(user=admin)
    story = make_testimony(f"El camino de {SENTINEL}", photo=photo, place=SENTINEL, consent=consent)
    story.save_revision(user=admin).publish(user=admin)
    quote.text = f"Digo {SENTINEL} otra vez."
    quote.save_revision(user=admin, log_action=True)
    log(quote.item, "cosecha.withdraw", data={"said": SENTINEL}, title=SENTINEL)
    _edition(quote, story, sent=True)
    _edition(quote, story, sent=False)
    _posts(quote, story)
    report = Report.objects.create(title="Memoria", filename="memoria.md", digest="1", language="es")
    words = {"text": f"Digo {SENTINEL} y lo repito.", "edited_text": SENTINEL, "speaker": NAME, "heading_path": [NAME]}
    Passage.objects.create(report=report, position=1, item=quote.item, **words)
    return contributor


def _edition(quote, story, *, sent):
    audience = Audience.objects.get_or_create(name="Red", slug="red", from_email="a@example.org")[0]
    body = [("quotes", [quote.item]), ("testimony", story.item)]
    edition = Edition(audience=audience, month=dt.date(2026, 10 + sent, 1), subject="Mes", body=body)
    edition.save()
    edition.save_revision()
    if sent:
        freeze_renderings(edition)
        Edition.objects.filter(pk=edition.pk).update(state=Edition.State.SENT)


def _posts(quote, story):
    campaign = make_campaign(accounts=[make_account(), make_account()])
    for days, content in enumerate((quote, story)):
        at = now() + dt.timedelta(minutes=-1 if not days else 60)
        piece = Piece.objects.create(
            campaign=campaign, item=content.item, slot_at=at, scheduled_at=at, reason=f"por {SENTINEL}"
        )
        for account in campaign.accounts.all():
            post = Post.objects.create(piece=piece, account=account, alt_text=f"Ella, {SENTINEL}")
            approve(post)
    publish_due(limit=10)


def erase(person, admin, capture):
    with capture(execute=True):
        return erase_contributor(person, admin, f"  {NAME.lower()} ")


def test_nothing_is_left_in_any_table_or_file(
    person, admin, network, uploads, django_capture_on_commit_callbacks, client
):
    assert Post.objects.filter(state=Post.State.PUBLISHED).count() == 2
    full = tables_with(SENTINEL)
    for table in ("cms_quote", "cms_testimony", "cms_contributor", "cms_consentterms", "wagtailcore_revision",
                  "wagtailcore_modellogentry", "newsletter_rendering", "campaigns_post", "campaigns_payload",
                  "campaigns_piece", "cms_passage", "media_customimage", "media_customdocument",
                  "wagtailsearch_indexentry"):  # fmt: skip
        assert full.get(table), f"the fixture leaves nothing in {table}"
    assert len(files_with(uploads, SENTINEL)) >= 3

    erasure = erase(person, admin, django_capture_on_commit_callbacks)
    assert tables_with(SENTINEL) == {}
    assert files_with(uploads, SENTINEL) == []
    assert network.posts
    assert erasure.finished_at is None

    take_down_due(limit=10)
    assert not network.posts
    assert finish_erasures() == 1
    assert tables_with(SENTINEL) == {}
    assert not Payload.objects.exists()
    assert not Post.objects.exclude(url="", remote_id="").exists()
    receipts = Receipt.objects.filter(take_back=erasure.take_back)
    assert {row.state for row in receipts} == {Receipt.State.TAKEN_BACK}
    assert not receipts.exclude(url="").exists()
    assert receipts.filter(channel="campaigns").count() == 4
    # The web version of what was sent is what is left of it.
    correct_redacted_editions()
    sent = Edition.objects.get(state=Edition.State.SENT)
    assert SENTINEL not in newest_rendering(sent, "es").html
    client.force_login(admin)
    page = client.get(f"/admin/withdrawals/receipt/{erasure.take_back_id}/").content.decode()
    assert f"Persona borrada {person.pk}" in page


def test_the_addresses_are_kept_until_the_network_has_given_the_post_back(
    person, admin, network, django_capture_on_commit_callbacks
):
    erase(person, admin, django_capture_on_commit_callbacks)
    assert finish_erasures() == 0
    assert Post.objects.exclude(remote_id="").count() == 2
    assert Receipt.objects.filter(state=Receipt.State.PENDING).exclude(url="").count() == 2


def test_one_item_goes_and_the_persons_others_stay(person, admin, network, django_capture_on_commit_callbacks):
    quote = Item.objects.get(kind="quote")
    with django_capture_on_commit_callbacks(execute=True):
        erase_item(quote, admin, NAME)
    assert quote.contents() == []
    assert Contributor.objects.get(pk=person.pk).full_name == NAME
    assert Testimony.objects.get().live
    assert cleared(Item.objects.all(), Use.WEB, now()).get().kind == "testimony"
    assert "Digo" not in str(list(Passage.objects.values()))
    assert person.consents.get().current_terms.evidence


def test_a_photo_that_another_item_shows_stays_with_that_one(admin, django_capture_on_commit_callbacks):
    photo = CustomImage.objects.create(title="Asamblea", file=picture())
    mine, others = make_testimony(photo=photo), make_testimony(photo=photo)
    with django_capture_on_commit_callbacks(execute=True):
        erase_item(mine.item, admin, mine.item.contributor.full_name)
    others.refresh_from_db()
    assert others.photo == photo


def test_nothing_is_erased_unless_the_name_is_typed_by_who_may(person, admin):
    with pytest.raises(NotTypedError):
        erase_contributor(person, admin, "Zenobia")
    with pytest.raises(NotPermittedError):
        erase_contributor(person, make_user(groups=("Revisor",)), NAME)
    assert not Erasure.objects.exists()


def test_what_is_shown_before_is_what_goes(person, admin, django_capture_on_commit_callbacks):
    items = list(person.items.all())
    shown = effect_of_erasing(items, person)
    assert (shown.items, shown.contents, shown.files, shown.proofs, shown.passages) == (2, 3, 1, 1, 1)
    assert shown.versions >= 4
    erase(person, admin, django_capture_on_commit_callbacks)
    after = effect_of_erasing(items, Contributor.objects.get(pk=person.pk))
    assert (after.contents, after.versions, after.files, after.proofs) == (0, 0, 0, 0)
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()


def test_the_same_words_read_in_again_do_not_come_back(admin, django_capture_on_commit_callbacks):
    quote = make_quote("Estas palabras ya no.")
    with django_capture_on_commit_callbacks(execute=True):
        erase_item(quote.item, admin, quote.item.contributor.full_name)
    again = make_quote("Estas palabras ya no.", live=False, consent=None)
    again.item.consent.__class__.objects.filter(pk=again.item.consent_id).update(
        created_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    )
    with pytest.raises(WithdrawnWordsError):
        again.save_revision().publish()


def test_erasing_twice_changes_nothing_more(person, admin, django_capture_on_commit_callbacks):
    erase(person, admin, django_capture_on_commit_callbacks)
    nobody = Contributor.objects.get(pk=person.pk)
    with django_capture_on_commit_callbacks(execute=True):
        erase_contributor(nobody, admin, nobody.full_name)
    assert tables_with(SENTINEL) == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL writes over what was deleted by itself")
def test_nothing_is_left_in_the_database_file_nor_in_its_journal(admin):
    quote = make_quote(f"Digo {SENTINEL} y lo repito.", consent=make_consent(make_contributor(NAME)))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    database = Path(connection.settings_dict["NAME"])
    files = [database, database.with_name(f"{database.name}-wal")]
    assert all(SENTINEL.encode() in file.read_bytes() for file in files)
    erase_contributor(quote.item.contributor, admin, NAME)
    assert not any(SENTINEL.encode() in file.read_bytes() for file in files)
