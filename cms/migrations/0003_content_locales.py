"""Content may be written in each of these languages."""

from django.db import migrations

LANGUAGES = ("es", "en", "fr", "nl", "qu")


def add_locales(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_relations"), ("wagtailcore", "0094_alter_page_locale")]
    operations = [migrations.RunPython(add_locales, migrations.RunPython.noop)]
