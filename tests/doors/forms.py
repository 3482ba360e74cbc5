"""What is posted to a door: forms that would do something, for whoever may."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group

from tests.doors.addresses import BULK, Door

PASSWORD = "una-clave-nueva-y-larga"
OWN = {"first_name": "Mala", "last_name": "Intención", "password1": PASSWORD, "password2": PASSWORD}


def query_for(door: Door, world: Any) -> str:
    """The rows of a bulk action, and what choosers and images need to be asked."""
    if door.name != BULK:
        return ""
    rows = {
        "colleague": [world.colleague.pk],
        "superuser": [world.chief.pk],
    }.get(door.target)
    fixed = dict(door.fixed)
    return "&".join(f"id={pk}" for pk in rows or [world.key_for_bulk(**fixed)])


def form_for(door: Door, world: Any) -> dict[str, Any]:
    """The form of this door, with everything in it that somebody might wish for."""
    row = world.row_of(door)
    space, _, view = door.name.rpartition(":")
    if door.name in ("wagtailusers_users:edit", "wagtailusers_users:copy"):
        groups = list(Group.objects.values_list("pk", flat=True))
        account = {"username": row.username, "email": "mala@example.org", "is_superuser": "on", "is_active": "on"}
        return OWN | account | {"groups": groups}
    if door.name == BULK:
        administrators = Group.objects.get(name="Administrador").pk
        photos = world.collections["photos"].pk
        return {"role": administrators, "mark_as_active": "False", "collection": photos, "tags": "agua"}
    if (form := FORMS.get(door.name)) is not None:
        return form
    return MODEL_FORMS.get(space.removeprefix("wagtailsnippets_"), {}) if view in ("add", "edit") else {}


FORMS: dict[str, dict[str, Any]] = {
    "wagtailusers_users:add": {
        "email": "nueva@example.org",
        "first_name": "Nueva",
        "role": "Administrador",
        "is_superuser": "on",
    },
    "wagtailusers_groups:add": {"name": "Todo lo pueden"},
    "wagtailusers_groups:edit": {"name": "Todo lo pueden"},
    "wagtailadmin_account": {"name_email-first_name": "Otra", "name_email-last_name": "Persona"},
    "wagtailadmin_collections:add": {"name": "Retratos", "parent": 1},
    "wagtailadmin_collections:edit": {"name": "Otro nombre", "parent": 1},
    "wagtailadmin_collections:set_privacy": {"restriction_type": "none"},
    "wagtailadmin_password_reset": {"email": "colega@example.org"},
    "wagtailadmin_password_reset_confirm": {"new_password1": PASSWORD, "new_password2": PASSWORD},
    "wagtailadmin_login": {"username": "editora", "password": "a-long-password"},
    "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "https://example.org/"},
    "newsletter_edition_action": {"action": "approve", "seen": "x"},
    "newsletter_deliveries": {"action": "say_sent"},
    "newsletter_build": {"month": "2031-01-01"},
    "passage_decide": {"action": "skip"},
    "release_held": {"held": "notices:all"},
    "translation": {"seen": "x"},
    "table_preview": {"import": "on"},
    "erasures:contributor": {"typed": "x"},
    "erasures:item": {"typed": "x"},
    "newsletter_subscribe": {"email": "nueva@example.org", "agree": "on"},
    "accounts:add": {"label": "Otra cuenta", "handle": "otra"},
}
MODEL_FORMS: dict[str, dict[str, Any]] = {
    "cms_topic": {"name": "Otro tema"},
    "cms_organisation": {"name": "Otra organización", "country": "Perú", "website": ""},
    "cms_workshop": {"title": "Otro taller", "starts_on": "", "ends_on": "", "place": "", "description": ""},
    "cms_contributor": {"full_name": "Otra Persona", "first_name": "Otra", "role": "dirigenta", "region": "Cusco"},
    "audiences": {
        "name": "Otra",
        "slug": "otra",
        "from_name": "Otra",
        "from_email": "otra@example.org",
        "default_language": "es",
    },
    "campaigns": {"name": "Otra campaña"},
}
