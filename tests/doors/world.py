"""The house in which the doors are tried: the sample, one person of each role, and one row of what the sample lacks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.models import EditingSession
from wagtail.models import Collection, CollectionViewRestriction, Page, Revision, Site, Task, Workflow

from campaigns.models import Account, Campaign, Piece, Post
from campaigns.sandbox.models import SandboxAccount, SandboxPost
from cms.api.resources import OFFERS
from cms.capture.links import open_link
from cms.content.shown.change_requests import ask_for_change
from cms.imports.run import keep_table
from cms.models import (
    Consent,
    Incident,
    Item,
    Passage,
    Quote,
    Report,
    Resource,
    Testimony,
    Topic,
    Translation,
    Workshop,
)
from cms.people.portal_link import new_link, token_of
from cms.public.lists.sections import section_of
from cms.public.pages.robots_sitemap import ADDRESSES_A_PART
from cms.users.roles import ADMINISTRATOR, EDITOR, EVIDENCE, REVIEWER
from cms.withdrawal.withdraw import withdraw_contributor, withdraw_item
from media.models import Brand, CustomDocument, CustomImage
from newsletter.addresses import address_hash
from newsletter.mailbox.store import Mailbox
from newsletter.models import Audience, Edition, Recipe, Subscriber, SubscriptionEvent
from newsletter.subscribers.asks import ask_to_subscribe
from newsletter.subscribers.suppressions import suppress_address
from newsletter.subscribers.tokens import AskName, Reader, sign_confirm, sign_leave
from tests.doors.addresses import Door
from tests.doors.forms import form_for, query_for
from tests.factories import make_contributor, make_document, make_organisation, make_topic, make_user, make_workshop

TABLE = b"texto,persona\nEl agua es de todas y de nadie.,Rosa Quispe\n"
# Names no row, on whatever database: keys are not counted anew for each test.
NO_SUCH_KEY = 999_999_999
MESSAGE = b"From: boletin@example.org\nTo: ana@example.org\nSubject: Hola\n\nHola, Ana.\n"


def ask_of(address: str, audience: Audience) -> AskName:
    """Somebody who asked for the newsletter and has not confirmed."""
    ask_to_subscribe(address, audience, text_shown="Sí, quiero", name="", language="es", source="/")
    return AskName(SubscriptionEvent.objects.order_by("pk").last().pk, address_hash(address))


class World:
    """Whom the doors are tried by, and the rows they are tried on."""

    def __init__(self, chief: Any, mailbox: Path) -> None:
        self.chief, self.colleague = chief, make_user("colega", groups=(REVIEWER,))
        self.people: dict[str, Any] = {
            "anonymous": AnonymousUser(),
            "editor": make_user("editora", groups=(EDITOR,)),
            "reviewer": make_user("revisora", groups=(REVIEWER,)),
            "administrator": make_user("administradora", groups=(ADMINISTRATOR,)),
            "superuser": chief,
        }
        self.mailbox = mailbox
        self._fill()
        self.values, self.values_by_door = self._values(), self._values_by_door()
        for person in self.people.values():
            person.get_all_permissions()  # kept on the object, as within one request

    def _fill(self) -> None:
        """Add what the sample lacks."""
        chief = self.chief
        root = Collection.get_first_root_node()
        photos = root.add_child(name="Fotos")
        self.collections = {"photos": photos, "evidence": Collection.objects.get(name=EVIDENCE), "root": root}
        quoted = Item.objects.filter(kind="quote", withdrawn_at=None).exclude(contributor=None)
        self.quote = Quote.objects.filter(live=True, translation_key__in=quoted.values("translation_key")).first()
        self.item = self.quote.item
        self.contributor = self.item.contributor
        new_link(self.contributor, chief)
        self.contributor.refresh_from_db()
        gone = quoted.exclude(contributor=self.contributor).first().contributor
        self.receipts = withdraw_contributor(gone, chief)
        self.link = open_link(Workshop.objects.first(), chief, timezone.now() + timedelta(days=1), ["es"])
        self.testimony = Testimony.objects.exclude(photo=None).filter(live=True).first() or Testimony.objects.first()
        self.resource = Resource.objects.filter(live=True).exclude(file=None).first()
        subscriber, audience = Subscriber.objects.first(), Audience.objects.first()
        self.reader = Reader(subscriber.pk, audience.pk, subscriber.address_hash)
        self.ask = ask_of("pide@example.org", audience)
        self.session = EditingSession.objects.create(
            user=chief,
            content_type=ContentType.objects.get_for_model(Quote),
            object_id=str(self.quote.pk),
            last_seen_at=timezone.now(),
        )
        self.handed_in = Quote.objects.filter(live=False).first()
        self.handed_in.get_workflow().start(self.handed_in, self.people["editor"])
        translated = Translation.objects.filter(item__kind="quote").first()
        self.revisions: dict[Any, int] = {}
        self.rows: dict[str, Any] = {
            **self._unused(),
            "recipes": Recipe.objects.first(),
            "newsletter_build": Recipe.objects.first(),
            "audiences": audience,
            "subscribers": subscriber,
            "newsletter_unsubscribe_by_staff": subscriber,
            "suppressions": suppress_address("nunca@example.org", None, "complained", chief),
            "report": Report.objects.first(),
            "campaigns": Campaign.objects.first(),
            "posts": Post.objects.first(),
            "posts:piece": Piece.objects.first(),
            "accounts": Account.objects.first(),
            "sandbox": SandboxPost.objects.create(account=SandboxAccount.objects.first(), text="Hola", image=b"x"),
            "wagtailusers_groups": Group.objects.create(name="Tesorería"),
            "wagtailadmin_workflows": Workflow.objects.first(),
            "wagtailadmin_pages": Page.objects.last(),
            "wagtailsites": Site.objects.first(),
            "withdrawals:receipt": self.receipts,
            "withdrawals:by_hand": self.receipts.receipts.first(),
            "withdrawals": Consent.objects.filter(contributor=self.contributor).first(),
            "withdrawals:contributor": self.contributor,
            "erasures": self.contributor,
            "table_preview": keep_table(TABLE, "citas.csv", chief),
            **dict.fromkeys(("change_apply", "change_decline"), self._asked()),
            "resolve_incident": Incident.objects.create(key="prueba", sentence="Algo falló"),
            "wagtailsettings": Brand.load(),
            "wagtailimages_chooser": CustomImage.objects.first(),
            "wagtaildocs_chooser": CustomDocument.objects.first(),
            "resend_invitation": make_user("nueva", groups=(EDITOR,)),
            "newsletter_deliveries": Edition.objects.first(),
            "newsletter_edition": Edition.objects.first(),
            "newsletter_edition_action": Edition.objects.first(),
            **dict.fromkeys(("newsletter_edition_email", "newsletter_approved_email"), Edition.objects.first()),
            "own_page_make": self.contributor,
            "own_page_send": self.contributor,
            "own_receipt": withdraw_item(self.contributor.items.exclude(pk=self.item.pk).last(), chief)
            if self.contributor.items.count() > 1
            else self.receipts,
            "own_withdraw_item": self.item,
            "own_allow_less": self.item.consent,
            "approve_item": self.item,
            "translate_wording": self.quote,
            "translation": Quote.objects.get(translation_key=translated.item.translation_key, locale=translated.locale),
            "sandbox_post": SandboxPost.objects.first(),
            "wagtailadmin_api:images": CustomImage.objects.first(),
            "wagtailadmin_api:documents": CustomDocument.objects.first(),
            "wagtailadmin_api:pages": Page.objects.last(),
            **{f"passage_{verb}": Passage.objects.first() for verb in ("decide", "form", "split", "whose", "people")},
            **{f"report_{part}": Report.objects.first() for part in ("review", "discard", "section", "changes")},
            **{f"choose_{kind}_item": Item.objects.filter(kind=kind).first() for kind in shelves()},
        }

    def _unused(self) -> dict[str, Any]:
        """Rows that nothing rests on, by the doors that delete them."""
        campaign = Campaign.objects.first()
        campaign.pk, campaign.slug, campaign.name = None, "libre", "Libre"
        campaign.save()
        rows = {
            "wagtailsnippets_cms_contributor:delete": make_contributor(),
            "wagtailsnippets_cms_organisation:delete": make_organisation(),
            "wagtailsnippets_cms_workshop:delete": make_workshop(),
            "wagtailsnippets_cms_topic:delete": make_topic(),
            "audiences:delete": Audience.objects.create(name="Nadie", slug="nadie"),
            "campaigns:delete": campaign,
        }
        self.free_document, self.free_image = make_document(), CustomImage.objects.get()
        self.free_image.pk, self.free_image.title = None, "Otra"
        self.free_image.save()
        return rows

    def _asked(self) -> Any:
        """A change that the editor asked for."""
        topic = Topic.objects.first()
        return ask_for_change(topic, {"name": f"{topic.name} y tierra"}, self.people["editor"])

    def row_of(self, door: Door) -> Any:
        """The row that `door` is about."""
        if door.name.startswith("wagtailusers_users"):
            return {"superuser": self.chief, "self": self.people["administrator"]}.get(door.target, self.colleague)
        if door.name.startswith("wagtailadmin_collections"):
            return self.collections.get(door.target, self.collections["photos"])
        space = door.name.rpartition(":")[0]
        for name in (door.name, space):
            if self.rows.get(name) is not None:
                return self.rows[name]
        if space.startswith(("wagtailsnippets_", "wagtailsnippetchoosers_")):
            self.rows[space] = self.row_of_model(*space.partition("_")[2].split("_", 1))
            return self.rows[space]
        return None

    def row_of_model(self, app: str, model: str) -> Any:
        return self.quote if model == "quote" else apps.get_model(app, model)._default_manager.first()

    def arguments(self, door: Door) -> dict[str, Any]:
        """A value for each parameter of the address."""
        row = self.row_of(door)
        if door.name.startswith("mailbox_") and not Mailbox(self.mailbox).newest_first():
            # Emptying it is the one thing that no database rolls back.
            self.values_by_door |= self._mailbox_doors()
        values = self.values | self.values_by_door.get(door.name, {}) | dict(door.fixed)
        if door.name == "api_v1:one":
            values["id"] = self.readable_key(door.route)
        if "collection_id" in door.parameters:
            values["collection_id"] = self.collections[door.target].pk
        if row is not None:
            values = {"pk": row.pk, "id": getattr(row, "translation_key", row.pk)} | values
        if "revision_id" in door.parameters and hasattr(row, "save_revision"):
            values["revision_id"] = self.revision_of(row)
        return {name: values.get(name, NO_SUCH_KEY) for name in door.parameters}

    def revision_of(self, row: Any) -> int:
        """The key of a revision of `row`, which gets one where the sample gave it none."""
        if row not in self.revisions:
            first = Revision.objects.for_instance(row).order_by("pk").first()
            self.revisions[row] = (first or row.save_revision()).pk
        return self.revisions[row]

    def readable_key(self, route: str) -> Any:
        """The key of something that can be read at this address of the content API."""
        model = next(offer.model for offer in OFFERS if f"/{offer.path}/" in route)
        return model.objects.filter(live=True).first().translation_key

    def positional(self, door: Door) -> tuple[Any, ...]:
        """What an address passes without a name."""
        if door.name != "wagtaildocs_serve":
            return ()
        document = CustomDocument.objects.first()
        return (document.pk, document.filename)

    def asked(self, door: Door, method: str) -> tuple[str, Any]:
        """The query and the form of a try."""
        return query_for(door, self), form_for(door, self) if method == "post" else None

    def key_for_bulk(self, app_label: str, model_name: str, action: str) -> int:
        """The row that a bulk action is tried on: one that nothing rests on, where there is one."""
        unused = self.rows.get(f"wagtailsnippets_{app_label}_{model_name}:delete")
        free = {"customimage": self.free_image, "customdocument": self.free_document}
        row = unused or free.get(model_name) or apps.get_model(app_label, model_name)._default_manager.last()
        return row.pk if row else 0

    def _values(self) -> dict[str, Any]:
        """What the parameters of addresses stand for, whatever the door."""
        page, image, document = (
            Page.objects.last().pk,
            CustomImage.objects.first().pk,
            CustomDocument.objects.first().pk,
        )
        pages = ("page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id")
        unknown = ("task_state_id", "workflow_state_id", "uploaded_file_id", "workflow_pk")
        return {
            **dict.fromkeys(pages, page),
            **dict.fromkeys(unknown, NO_SUCH_KEY),
            "image_id": image,
            "document_id": document,
            "doc_id": document,
            "restriction_id": CollectionViewRestriction.objects.first().pk,
            "session_id": self.session.pk,
            "task_id": Task.objects.order_by("pk").first().pk,
            "object_id": str(self.quote.pk),
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "app_label": "cms",
            "app_name": "media",
            "model_name": "brand",
            "content_type_app_name": "wagtailcore",
            "content_type_model_name": "page",
            "action_name": "approve",
            "action": "approve",
            "language": "es",
            "segment": section_of("quote").segment,
            "slug": self.item.slug,
            "key": self.item.translation_key,
            "token": token_of(self.contributor),
            "uidb64": urlsafe_base64_encode(force_bytes(self.colleague.pk)),
            "audience": self.rows["audiences"].slug,
            "kind": "quote",
            "part": "consents",
            "extension": "csv",
            "mode": "es",
            "filter_spec": "max-100x100",
            "size": "large",
            "ending": "pdf",
            "digest": "0" * 12,
            "path": CustomImage.objects.first().file.name,
        }

    def _values_by_door(self) -> dict[str, dict[str, Any]]:
        """Where a parameter of that name stands for something else."""
        leave = sign_leave(self.reader)
        state = self.handed_in.current_workflow_task_state
        self._task = {"pk": self.handed_in.pk, "task_state_id": state.pk}
        return {
            **self._mailbox_doors(),
            "newsletter_unsubscribe_by_staff": {"audience": self.rows["audiences"].pk},
            "newsletter_confirm": {"token": sign_confirm(self.ask)},
            "sitemap_part": {"segment": section_of("quote").segment, "part": self.quote.pk // ADDRESSES_A_PART},
            "newsletter_unsubscribe": {"token": leave},
            "newsletter_preferences": {"token": leave},
            "newsletter_web": {"slug": self.rows["newsletter_edition"].slug},
            "capture": {"token": self.link.token},
            "wagtailadmin_password_reset_confirm": {"token": default_token_generator.make_token(self.colleague)},
            "wagtailadmin_editing_sessions:ping": {"model_name": "quote"},
            "file": {
                "segment": section_of("resource").segment,
                "slug": self.resource.item.slug,
                "ending": self.resource.file.filename.rpartition(".")[2],
            },
            "wagtailimages:delete": {"image_id": self.free_image.pk},
            "wagtailimages:delete_multiple": {"image_id": self.free_image.pk},
            "wagtaildocs:delete": {"document_id": self.free_document.pk},
            "wagtaildocs:delete_multiple": {"doc_id": self.free_document.pk},
            "wagtailsnippets_cms_quote:workflow_action": self._task,
            "wagtailsnippets_cms_quote:collect_workflow_action_data": self._task,
            "wagtailsnippets_cms_quote:confirm_workflow_cancellation": self._task,
            "photo": {"segment": section_of("testimony").segment, "slug": self.testimony.item.slug},
            "api_v1:get_topic": {"slug": Topic.objects.first().slug},
        }

    def _mailbox_doors(self) -> dict[str, dict[str, Any]]:
        key = Mailbox(self.mailbox).add(MESSAGE)
        return {"mailbox_message": {"key": key}, "mailbox_part": {"key": key, "part": "source"}}


def shelves() -> tuple[str, ...]:
    return ("testimony", "learning", "resource", "webinar", "commitment", "quote")
