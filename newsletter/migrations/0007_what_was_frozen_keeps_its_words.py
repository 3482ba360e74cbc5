from typing import Any

from django.db import migrations, models


def say_whose_words(apps: Any, schema_editor: Any) -> None:
    """What was frozen before is found by its items too, when one of them is withdrawn."""
    rendering, standing = apps.get_model("newsletter", "Rendering"), apps.get_model("newsletter", "EditionItem")
    for row in rendering.objects.filter(redacted_at=None).only("pk", "edition_id").iterator(chunk_size=500):
        row.items.set(standing.objects.filter(edition_id=row.edition_id).values_list("item_id", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_passages_keep_choices"),
        ("newsletter", "0006_slots_that_nobody_can_type"),
    ]

    operations = [
        migrations.AddField(
            model_name="rendering",
            name="items",
            field=models.ManyToManyField(help_text="Whose words are in it.", related_name="+", to="cms.item"),
        ),
        migrations.AddField(
            model_name="rendering",
            name="words",
            field=models.JSONField(
                default=dict,
                help_text="What it was made of, from which it is rendered again without what may not be shown.",
            ),
        ),
        migrations.RunPython(say_whose_words, migrations.RunPython.noop),
    ]
