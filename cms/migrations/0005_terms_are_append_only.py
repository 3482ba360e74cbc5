"""The database itself refuses to change recorded consent terms; who recorded them may be forgotten with their account."""

from django.db import migrations

KEPT = [
    "id", "consent_id", "allows_web", "allows_newsletter", "allows_social", "networks", "credit", "shows_face",
    "shows_place", "shows_organisation", "begins_on", "expires_on", "is_withdrawal", "how", "explained_in",
    "evidence_id", "note", "recorded_at",
]  # fmt: skip
SQLITE = """
CREATE TRIGGER cms_terms_are_append_only BEFORE UPDATE ON cms_consentterms WHEN {changed}
BEGIN SELECT RAISE(ABORT, 'recorded consent terms are never changed'); END
"""
POSTGRESQL = """
CREATE FUNCTION cms_refuse_changed_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'recorded consent terms are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER cms_terms_are_append_only BEFORE UPDATE ON cms_consentterms FOR EACH ROW WHEN ({changed})
EXECUTE FUNCTION cms_refuse_changed_terms()
"""


def create(apps, editor, kept=KEPT):
    postgresql = editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in kept)
    with editor.connection.cursor() as cursor:
        cursor.execute((POSTGRESQL if postgresql else SQLITE).format(changed=changed))


def drop(apps, editor):
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER cms_terms_are_append_only ON cms_consentterms")
            cursor.execute("DROP FUNCTION cms_refuse_changed_terms()")
        else:
            cursor.execute("DROP TRIGGER cms_terms_are_append_only")


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_withdrawals_say_whose_and_why")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
