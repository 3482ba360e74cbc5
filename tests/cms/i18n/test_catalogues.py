"""Every string that staff and readers see must reach the catalogues, in whatever way it is written."""

from pathlib import Path

import pytest
from django.conf import settings

from cms.i18n import catalogues

TEMPLATE = """{% load i18n %}
{% translate "A plain string" %}
{% translate "May" context "month" %}
{% blocktranslate trimmed %}
    Over two
    lines
{% endblocktranslate %}
{% blocktranslate count counter=total %}one quote{% plural %}{{ counter }} quotes{% endblocktranslate %}
{{ _("In a variable tag") }}
"""
CODE = """from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
label = _("From the code")
amount = ngettext("one piece", "%(count)d pieces", 2)
month = pgettext_lazy("month", "March")
broken = _("Two parts " "of one")
"""


@pytest.fixture
def app(tmp_path):
    """An app with one module, one template, and one file that is neither."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "views.py").write_text(CODE)
    (tmp_path / "notes.txt").write_text('{% translate "Not a template" %}')
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_initial.py").write_text('_("In a migration")')
    return tmp_path


def test_strings_are_collected_however_they_are_written(app):
    found = {(message.id, message.context) for message in catalogues.collect(app) if message.id}

    assert found == {
        ("A plain string", None),
        ("May", "month"),
        ("Over two lines", None),
        (("one quote", "%(counter)s quotes"), None),
        ("In a variable tag", None),
        ("From the code", None),
        (("one piece", "%(count)d pieces"), None),
        ("March", "month"),
        ("Two parts of one", None),
    }


def test_what_is_translated_stays_and_what_is_gone_is_dropped(app):
    catalogues.update(app, "es")
    path = catalogues.catalogue_path(app, "es")
    path.write_text(path.read_text().replace('msgid "From the code"\nmsgstr ""', 'msgid "From the code"\nmsgstr "Sí"'))
    (app / "templates" / "page.html").unlink()
    catalogues.update(app, "es")

    catalogue = catalogues.load(path, "es")
    assert catalogue.get("From the code").string == "Sí"
    assert catalogue.get("A plain string") is None
    assert "From the code" not in catalogues.missing(app, "es")
    assert "March" in catalogues.missing(app, "es")


def test_a_plural_with_one_form_untranslated_is_missing(app):
    path = catalogues.catalogue_path(app, "es")
    catalogues.update(app, "es")
    text = path.read_text()
    key = 'msgid_plural "%(count)d pieces"\nmsgstr[0] ""'
    path.write_text(text.replace(key, key.removesuffix('""') + '"una pieza"'))

    assert ("one piece", "%(count)d pieces") in catalogues.missing(app, "es")


def test_an_update_without_changes_leaves_the_file_as_it_is(app):
    catalogues.update(app, "es")
    path = catalogues.catalogue_path(app, "es")
    before = path.read_bytes()
    catalogues.update(app, "es")

    assert path.read_bytes() == before


@pytest.mark.parametrize("app_name", catalogues.APPS)
def test_spanish_is_complete_in_every_app(app_name):
    assert catalogues.missing(Path(settings.BASE_DIR) / app_name, "es") == []


def test_two_apps_that_translate_the_same_string_differently_are_told(tmp_path):
    for app, word in (("cms", "Retirado"), ("campaigns", "Retirada"), ("newsletter", "Retirado")):
        path = catalogues.catalogue_path(tmp_path / app, "es")
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid "Withdrawn"\nmsgstr "{word}"\n\nmsgctxt "{app}"\nmsgid "All"\nmsgstr "{word}"\n')
    assert list(catalogues.clashes(tmp_path)) == [("es", "Withdrawn")]
