from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0011_what_arrives_from_workshops")]

    operations = [
        migrations.AddField(
            model_name="contributor",
            name="page_nonce",
            field=models.CharField(blank=True, default="", editable=False, max_length=22),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="seen_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When staff first looked at what a person did by themself.",
                null=True,
            ),
        ),
    ]
