from django.db import migrations, models

KINDS = ["quote", "testimony", "learning", "resource"]


class Migration(migrations.Migration):
    dependencies = [("cms", "0018_what_is_live_has_its_date")]
    operations = [
        migrations.AddIndex(kind, models.Index(fields=["first_published_at", "id"], name=f"cms_{kind}_newest"))
        for kind in KINDS
    ]
