"""Every field and every door: what staff, participants and readers write is stored in one form.

A new field of a model fails here until it is one of `media.text.fields`, or stands in MACHINE_WRITTEN with a reason.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from wagtail import blocks
from wagtail.actions.registry import action_registry
from wagtail.fields import StreamField

from cms.core.text.skeleton_search import SkeletonField
from cms.harvest.reading.import_report import harvest_report
from cms.harvest.review.decide import accept_passage
from cms.imports.run import import_table
from cms.models import Contributor, Quote, Testimony
from cms.models.reports import PassageKind
from media.models import CustomDocument, CustomImage
from media.text.fields import KeptFileField, KeptText
from newsletter.blocks.kept import KeptWords
from newsletter.models import Audience, Edition
from tests.cms.admin.content.forms import quote_form, url
from tests.cms.capture.entries import answers, make_link, send
from tests.cms.imports.quote_tables import keep
from tests.factories import make_quote, make_topic
from tests.invisible_letters import UNSEEN

OURS = ("users", "media", "cms", "newsletter", "campaigns", "sandbox")
A_DIGEST = "a digest or a key, made by the program"
A_CODE = "a code or a mark that the program writes"
FROZEN = "exactly what was approved or sent, made from kept texts"
A_SENTENCE = "a sentence of the program's own, made from kept texts"
# By model and field, or by field alone where it is the same in every model.
MACHINE_WRITTEN = {
    "leased_by": A_CODE,
    "opened_as": A_CODE,
    "process": A_CODE,
    "digest": A_DIGEST,
    "address_hash": A_DIGEST,
    "text_version": A_DIGEST,
    "file_hash": A_DIGEST,
    "cleaned_name": "the name of a stored file, as it is kept",
    "language": A_CODE,
    "cms.ApprovedVersion.parts": "what was rendered of texts that are kept",
    "cms.ApprovedVersion.pages": "what was rendered of texts that are kept",
    "cms.ApprovedVersion.basis": A_DIGEST,
    "time_zone": "a name of IANA, from a list",
    "token": A_DIGEST,
    "users.User.password": A_DIGEST,
    "users.User.username": "Django's own form (NFKC) of letters, digits and @.+-_",
    "media.CustomImage.file": "Wagtail writes the name in ASCII",
    "media.Rendition.file": "Wagtail writes the name in ASCII",
    "media.Rendition.filter_spec": A_CODE,
    "media.Rendition.focal_point_key": A_DIGEST,
    "media.Brand.primary_colour": "# and six digits, by its validator",
    "media.Brand.accent_colour": "# and six digits, by its validator",
    "media.Brand.paper_colour": "# and six digits, by its validator",
    "media.Brand.ink_colour": "# and six digits, by its validator",
    "cms.Contributor.page_nonce": A_DIGEST,
    "cms.ConsentTermsNetwork.name": A_CODE,
    "cms.Item.content_digest": A_DIGEST,
    "cms.Item.disclosure_digest": A_DIGEST,
    "cms.Item.disclosure_findings": "names, as they are kept",
    "cms.CaptureLink.languages": A_CODE,
    "cms.Receipt.channel": A_CODE,
    "cms.Receipt.reference": A_CODE,
    "cms.Receipt.facts": "plain values of a copy, made from kept texts",
    "cms.Receipt.url": "an address that a network answered with",
    "cms.FileTask.name": "the name of a stored file, as it is kept",
    "cms.FileTask.problem": A_SENTENCE,
    "cms.WorkerBeat.worker": A_CODE,
    "cms.Incident.key": A_CODE,
    "cms.Incident.sentence": A_SENTENCE,
    "cms.Incident.what_to_do": A_SENTENCE,
    "cms.Incident.url": "an address of the admin",
    "cms.Incident.detail": "what an error said, for engineers",
    "cms.Resource.languages": A_CODE,
    "cms.Report.problem": A_CODE,
    "cms.Passage.suggested_type": A_CODE,
    "cms.Passage.reason": A_CODE,
    "cms.Passage.type": A_CODE,
    "cms.Passage.topics": "slugs",
    "cms.Translation.source_digest": A_DIGEST,
    "newsletter.Audience.default_language": A_CODE,
    "newsletter.Delivery.reason": A_CODE,
    "newsletter.Delivery.message_id": A_CODE,
    "newsletter.EditionItem.reason": A_SENTENCE,
    "newsletter.Rendering.subject": FROZEN,
    "newsletter.Rendering.html": FROZEN,
    "newsletter.Rendering.text": FROZEN,
    "newsletter.Rendering.words": FROZEN,
    "campaigns.Piece.reason": A_SENTENCE,
    "campaigns.Post.remote_id": "an identifier that a network answered with",
    "campaigns.Post.more_remote_ids": "identifiers that a network answered with",
    "campaigns.Payload.title": FROZEN,
    "campaigns.Payload.link": FROZEN,
    "campaigns.Post.url": "an address that a network answered with",
    "campaigns.Post.problem": A_SENTENCE,
    "campaigns.Account.server": "made of the parts of an address",
    "campaigns.Account.remote_id": "an identifier that a network answered with",
    "campaigns.Account.limits": "numbers",
    "campaigns.Credentials.encrypted": "encrypted",
    "campaigns.Credentials.scopes": "names that a network gives to permissions",
    "campaigns.PostStep.name": A_CODE,
    "campaigns.PostStep.value": "an identifier that a network answered with",
    "campaigns.ServerApp.network": "the name of a class",
    "campaigns.ServerApp.server": "made of the parts of an address",
    "campaigns.ServerApp.encrypted": "encrypted",
    "campaigns.Payload.text": FROZEN,
    "campaigns.Payload.alt_text": FROZEN,
    "campaigns.Payload.content_warning": FROZEN,
    "sandbox.SandboxAccount.name": "what another network holds",
    "sandbox.SandboxPost.text": "what another network holds",
    "sandbox.SandboxPost.content_warning": "what another network holds",
    "sandbox.SandboxPost.alt_text": "what another network holds",
    "sandbox.SandboxPost.client_key": A_DIGEST,
}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)
# An address of email has a form of its own; slugs are made of ASCII by their validator and by `slugify`.
APART = (models.EmailField, models.SlugField, SkeletonField)


def fields_that_hold_text() -> Iterator[tuple[str, models.Field]]:
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for field in model._meta.concrete_fields:
                if isinstance(field, (*TEXTS, StreamField)) and not isinstance(field, APART) and not field.choices:
                    yield f"{model._meta.label}.{field.name}", field


def test_every_text_that_a_person_writes_is_held_in_its_kept_form():
    plain = [
        name
        for name, field in fields_that_hold_text()
        if not isinstance(field, KeptText | KeptFileField | StreamField)
        and name not in MACHINE_WRITTEN
        and name.rpartition(".")[2] not in MACHINE_WRITTEN
    ]
    assert plain == []
    names = {name for name, _field in fields_that_hold_text()}
    known = names | {name.rpartition(".")[2] for name in names}
    assert MACHINE_WRITTEN.keys() - known == set()


def leaves(block: blocks.Block) -> Iterator[blocks.Block]:
    """The blocks of a definition that hold a value of their own."""
    children = getattr(block, "child_blocks", None)
    inner = [*children.values()] if children else [block.child_block] if hasattr(block, "child_block") else []
    for child in inner:
        yield from leaves(child)
    if not inner:
        yield block


def test_every_text_of_a_stream_is_held_in_its_kept_form():
    streams = [field for _name, field in fields_that_hold_text() if isinstance(field, StreamField)]
    assert streams
    for field in streams:
        for leaf in leaves(field.stream_block):
            assert isinstance(leaf, KeptWords | blocks.ChooserBlock), leaf


# What comes through every door: no encoding holds halves of surrogate pairs, and a file with controls is no text.
TYPED = "".join(sign for sign in UNSEEN.values() if unicodedata.category(sign) not in ("Cs", "Cc"))
WORDS = f"El desa{TYPED}rrollo, an\u0303o tras an\u0303o\u2028nuestro."
KEPT = "El desarrollo, año tras año\nnuestro."
ONE_LINE = KEPT.replace("\n", " ")


@pytest.mark.django_db
class TestDoors:
    def test_a_form(self, admin_client):
        response = admin_client.post(url("add", model=Quote), quote_form(admin_client, text=WORDS, context=WORDS[:30]))
        assert response.status_code == 302, response.context["form"].errors
        quote = Quote.objects.get()
        assert (quote.text, stored(quote, "text")) == (KEPT, KEPT)
        assert quote.latest_revision.content["text"] == KEPT
        edited = quote_form(admin_client, quote, text=f"{WORDS} Y más.")
        assert admin_client.post(url("edit", quote), edited).status_code == 302
        assert quote.revisions.latest("pk").content["text"] == f"{KEPT} Y más."

    def test_nothing_but_unseen_letters_is_nothing(self, admin_client):
        response = admin_client.post(url("add", model=Quote), quote_form(admin_client, text="\u200b\u3164\u00ad"))
        assert response.context["form"].errors["text"]
        assert not Quote.objects.exists()

    def test_the_action_that_the_programming_interface_calls(self, admin):
        quote = make_quote("Antes.")
        quote.text = WORDS
        revision = quote.save_revision(user=admin)
        assert revision.content["text"] == KEPT
        action_registry.get_action_class(Quote, "publish")(revision, user=admin).execute(skip_permission_checks=True)
        assert stored(quote, "text") == KEPT

    def test_a_version_from_before_is_restored_without_them(self, admin):
        quote = make_quote("Antes.")
        revision = quote.save_revision(user=admin)
        revision.content["text"] = WORDS
        revision.save()
        assert revision.as_object().text == KEPT

    def test_a_table(self, admin):
        import_table(keep((WORDS, f"Teo{TYPED}dora Quispe", "", "", f"A{TYPED}gua", ""), by=admin), admin)
        quote = Quote.objects.get()
        assert (stored(quote, "text"), quote.item.contributor.full_name) == (KEPT, "Teodora Quispe")
        assert [topic.name for topic in quote.topics.all()] == ["Agua"]

    def test_a_report(self, admin):
        report = harvest_report(f"# Informe\n\n«{WORDS}» — Teo{TYPED}dora Quispe, regante\n".encode(), "i.md", admin)
        accept_passage(report.passages.get(kind=PassageKind.QUOTE), admin)
        quote = Quote.objects.get()
        assert stored(quote, "text") == ONE_LINE
        assert quote.item.contributor.full_name == "Teodora Quispe"

    def test_a_phone_at_a_workshop(self, client, settings, tmp_path):
        settings.VAR, settings.LIMITS_URL = tmp_path, ""
        sent = answers(kind="testimony", words=WORDS, name=f"Teo{TYPED}dora Quispe", role=f"re{TYPED}gante")
        assert send(client, make_link(), sent).status_code == 201
        assert stored(Testimony.objects.get(), "story") == f"<p>{KEPT}</p>"
        assert Contributor.objects.values_list("full_name", "role").get() == ("Teodora Quispe", "regante")

    def test_queries_that_write_and_that_look_up(self):
        topic = make_topic("Agua")
        type(topic).objects.filter(name=f"Ag{TYPED}ua").update(name=f"Tie{TYPED}rra", names={"en": f"La{TYPED}nd"})
        assert type(topic).objects.values_list("name", "names").get() == ("Tierra", {"en": "Land"})
        Contributor.objects.bulk_create([Contributor(full_name=f"Lu{TYPED}z")])
        assert list(Contributor.objects.values_list("full_name", flat=True)) == ["Luz"]

    def test_rich_text_and_the_blocks_of_an_edition(self):
        story = Testimony(story=f"<p>Teo&shy;do&#x200b;ra{TYPED} &amp; &lt;b&gt; a&ntilde;o</p>")
        assert story.story == "<p>Teodora &amp; &lt;b&gt; año</p>"
        audience = Audience.objects.create(name="Red", slug="red", from_name=f"R{TYPED}ed", from_email="r@example.org")
        assert Audience.objects.values_list("from_name", flat=True).get() == "Red"
        markdown = {"es": f"**Teo&shy;do{TYPED}ra**", "en": f"T{TYPED}eo"}
        button = {"es": f"A{TYPED}brir", "url": f"https://example.org/{TYPED}a"}
        edition = Edition.objects.create(
            audience=audience,
            month=date(2026, 11, 1),
            subject=f"No{TYPED}viembre",
            body=json.dumps([{"type": "text", "value": markdown}, {"type": "button", "value": button}]),
        )
        assert edition.body[0].value["es"] == "**Teodora**"
        raw = json.loads(json.dumps(list(Edition.objects.values_list("body", flat=True).get().raw_data)))
        assert (raw[0]["value"]["es"], raw[0]["value"]["en"], raw[1]["value"]["es"]) == ("**Teodora**", "Teo", "Abrir")
        assert raw[1]["value"]["url"] == "https://example.org/a"

    def test_pictures_documents_and_the_names_of_files(self, admin_client, uploads):
        image = CustomImage(title=f"Fo{TYPED}to", description=f"Una mu{TYPED}jer")
        assert (image.title, image.description) == ("Foto", "Una mujer")
        document = CustomDocument.objects.create(title=f"Gu{TYPED}ía", file=ContentFile(b"Uno.", f"gu{TYPED}ia.txt"))
        assert (stored(document, "title"), document.filename) == ("Guía", "guia.txt")


def stored(row: models.Model, name: str) -> Any:
    return type(row)._default_manager.values_list(name, flat=True).get(pk=row.pk)
