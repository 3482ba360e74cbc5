"""The triggers that keep recorded rows as they are, and migrations that remake a guarded table."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import post_migrate, pre_migrate

from cms.core import append_only
from cms.models import ConsentTerms
from tests.factories import make_consent

CHANGES = [
    "UPDATE cms_consentterms SET allows_social = true WHERE id = %s",
    "UPDATE cms_consentterms SET note = 'otra' WHERE id = %s",
    "DELETE FROM cms_consentterms WHERE id = %s",
]


def refused(statement: str, *parameters: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES)
def test_recorded_terms_stay_as_they_are(statement):
    assert refused(statement, make_consent(allows_social=False).current_terms.pk)


@pytest.mark.django_db(transaction=True)
def test_a_table_remade_by_a_migration_is_guarded_again():
    terms = make_consent(allows_social=False).current_terms
    config = apps.get_app_config("cms")
    added = models.BooleanField(default=False)
    added.set_attributes_from_name("added")
    shorter = models.CharField(max_length=30, default="")
    shorter.set_attributes_from_name("guardian")
    pre_migrate.send(sender=config, app_config=config, using="default", plan=["a migration"])
    with connection.schema_editor() as editor:
        editor.alter_field(ConsentTerms, ConsentTerms._meta.get_field("guardian"), shorter)
        editor.add_field(ConsentTerms, added)
    try:
        for _again in range(2):
            append_only.create_triggers()
            assert all(refused(statement, terms.pk) for statement in CHANGES)
    finally:
        pre_migrate.send(sender=config, app_config=config, using="default", plan=["back"])
        with connection.schema_editor() as editor:
            editor.remove_field(ConsentTerms, added)
            editor.alter_field(ConsentTerms, shorter, ConsentTerms._meta.get_field("guardian"))
        post_migrate.send(sender=config, app_config=config, using="default", plan=[])
        ContentType.objects.get_for_models(*apps.get_models())  # post_migrate empties their cache
    assert all(refused(statement, terms.pk) for statement in CHANGES)


@pytest.mark.django_db
def test_migrate_without_anything_to_do_leaves_the_guard_in_place():
    terms = make_consent(allows_social=False).current_terms
    append_only.drop_triggers(plan=[])
    assert refused(CHANGES[0], terms.pk)


NETWORK_CHANGES = [
    "INSERT INTO cms_consenttermsnetwork (terms_id, name) VALUES (%s, 'x')",
    "UPDATE cms_consenttermsnetwork SET name = 'x' WHERE terms_id = %s",
    "DELETE FROM cms_consenttermsnetwork WHERE terms_id = %s",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", NETWORK_CHANGES)
def test_recorded_networks_stay_as_they_are(statement):
    assert refused(statement, make_consent(networks=["mastodon", "bluesky"]).current_terms.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("of", [{"allows_all_networks": False}, {"allows_all_networks": True}])
def test_terms_that_named_no_network_get_none_later(of):
    assert refused(NETWORK_CHANGES[0], make_consent(**of).current_terms.pk)


@pytest.mark.django_db
def test_networks_are_written_with_their_terms_in_the_order_given():
    consent = make_consent(networks=["x", "Mastodon", "x"])
    rows = ConsentTerms.objects.bulk_create(
        [ConsentTerms(consent=consent, networks=["mastodon", "x"]), ConsentTerms(consent=consent)]
    )
    stored = [terms.networks for terms in ConsentTerms.objects.filter(consent=consent).order_by("pk")]
    assert stored == [("x", "mastodon"), ("mastodon", "x"), ()]
    assert len(rows) == 2
