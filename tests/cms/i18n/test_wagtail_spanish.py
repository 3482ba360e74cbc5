"""Staff meet no English in the admin: our catalogue completes what the installed packages leave untranslated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from cms.i18n.catalogues import is_translated, load

CATALOGUES = Path(settings.BASE_DIR) / "cms" / "wagtail_locale" / "es" / "LC_MESSAGES"
OURS = {"media", "cms", "newsletter", "campaigns"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")


def packages():
    return [Path(config.path) for config in apps.get_app_configs() if config.label not in OURS]


def english(package, domain):
    """Every string that a package marks for translation, where it ships the list of them."""
    path = package / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return []
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_string_of_the_installed_packages_is_left_in_english(domain):
    ours = load(CATALOGUES / f"{domain}.po", "es")
    left = [
        (package.name, message.id)
        for package in packages()
        for theirs in [load(package / "locale" / "es" / "LC_MESSAGES" / f"{domain}.po", "es")]
        for message in english(package, domain)
        if "django/" not in str(package) and not is_translated(theirs, message) and not is_translated(ours, message)
    ]
    assert left == []


def test_the_packages_ship_the_lists_that_this_relies_on():
    assert sum(len(english(package, "django")) for package in packages()) > 1500


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_translation_asks_for_a_value_that_its_english_lacks(domain):
    for message in load(CATALOGUES / f"{domain}.po", "es"):
        english = " ".join(message.id) if isinstance(message.id, tuple | list) else message.id
        spanish = " ".join(message.string) if isinstance(message.string, tuple | list) else message.string
        assert set(PLACEHOLDER.findall(spanish)) <= set(PLACEHOLDER.findall(english)), message.id


def test_the_catalogue_is_in_use():
    with override("es"):
        assert gettext("Search…") == "Buscar…"
        assert gettext("Locked by you") == "Bloqueado por ti"


@pytest.mark.django_db
def test_the_browsers_catalogue_is_in_use_too(admin_client):
    answer = admin_client.get(reverse("wagtailadmin_javascript_catalog"))
    assert "Los cambios se guardaron solos." in answer.content.decode()
