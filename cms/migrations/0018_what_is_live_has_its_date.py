from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Now

KINDS = ["quote", "testimony", "learning", "resource"]


def date(apps, editor):
    """What went live in another way than by publishing takes the date at which it came to us."""
    came = apps.get_model("cms", "Item").objects.filter(translation_key=OuterRef("translation_key"))
    for kind in KINDS:
        undated = apps.get_model("cms", kind).objects.filter(live=True, first_published_at=None)
        undated.update(first_published_at=Coalesce(Subquery(came.values("created_at")[:1]), Now()))


class Migration(migrations.Migration):
    dependencies = [("cms", "0017_who_was_told_of_reviews")]
    operations = [migrations.RunPython(date, migrations.RunPython.noop)]
