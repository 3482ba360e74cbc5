"""The three roles and their permissions, for all apps in one table. Each role includes the one before it."""

from dataclasses import dataclass

from cms.models import Kind

EDITOR = "Editor"
REVIEWER = "Revisor"
ADMINISTRATOR = "Administrador"
ROLES = (EDITOR, REVIEWER, ADMINISTRATOR)

# What may be done with a model, by the words Django and Wagtail use.
WRITE = ("view", "add", "change")
KEEP = (*WRITE, "delete")
ACCESS = ("wagtailadmin.access_admin",)


def may(verbs: tuple[str, ...], *models: str) -> tuple[str, ...]:
    """`may(("add",), "cms.quote")` is `("cms.add_quote",)`."""
    return tuple(
        f"{app}.{verb}_{model}" for app, _dot, model in (label.partition(".") for label in models) for verb in verbs
    )


# Asked for at the collection itself (`sync_groups.grant_files`).
COLLECTION = may(("add", "change", "delete"), "wagtailcore.collection")

CONTENT_LABELS = tuple(f"cms.{kind.value}" for kind in Kind)

PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITOR: (
        *ACCESS,
        *may(WRITE, *CONTENT_LABELS, "cms.topic", "cms.workshop", "cms.organisation"),
        *may(WRITE, "cms.contributor", "cms.consent"),
        *may(("view", "add"), "cms.consentterms"),
        *may(("view",), "cms.item", "cms.takeback", "cms.receipt"),
        *may(WRITE, "cms.report", "cms.passage"),
        *may(WRITE, "cms.capturelink"),
        *may(("view",), "newsletter.audience", "newsletter.subscriber", "newsletter.recipe", "newsletter.suppression"),
        *may(("view", "change"), "newsletter.edition"),
        *may(("view",), "newsletter.delivery"),
        *may(WRITE, "campaigns.campaign", "campaigns.piece", "campaigns.post"),
        *may(("view",), "campaigns.account"),
        "campaigns.pause_posts",  # whoever sees something go wrong may stop it
    ),
    REVIEWER: (
        *may(("publish", "delete", "lock", "unlock"), *CONTENT_LABELS),
        *may(("approve", "withdraw"), "cms.item"),
        *may(("open",), "cms.evidence"),
        *may(("delete",), "cms.topic", "cms.workshop", "cms.organisation", "cms.contributor"),
        *may(("change",), "cms.incident"),
        *may(("approve", "add", "delete"), "newsletter.edition"),
        *may(("add", "change"), "newsletter.subscriber", "newsletter.suppression"),
        *may(("change",), "newsletter.delivery"),
        *may(("approve", "take_down"), "campaigns.post"),
        *may(("delete",), "campaigns.campaign", "campaigns.piece"),
        "campaigns.pause_posts",
    ),
    ADMINISTRATOR: (
        *may(("view", "add"), "cms.erasure"),
        *may(KEEP, "users.user"),
        *may(KEEP, "newsletter.audience", "newsletter.subscriber", "newsletter.recipe", "newsletter.suppression"),
        *may(KEEP, "campaigns.account"),
        "newsletter.empty_mailbox",
        *may(("change",), "media.brand"),
        *may(KEEP, "wagtailcore.collection"),
    ),
}


@dataclass(frozen=True)
class OnFiles:
    """What a role may do with images and documents of a collection."""

    # Wagtail asks for its own models' permissions, whatever model takes their place.
    images: tuple[str, ...] = ("add_image", "change_image", "choose_image")
    documents: tuple[str, ...] = ("add_document", "change_document", "choose_document")


# The signed forms and recordings behind consents. Staff only: nothing in it is ever served to readers.
EVIDENCE = "Evidencia de consentimientos"


def permissions_of(role: str) -> tuple[str, ...]:
    """Everything `role` may do, the roles before it included."""
    upto = ROLES[: ROLES.index(role) + 1]
    return tuple(dict.fromkeys(permission for name in upto for permission in PERMISSIONS[name]))
