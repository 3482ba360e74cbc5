import django.db.models.deletion
from django.db import migrations, models

import campaigns.sandbox.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SandboxAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handle", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("token", models.CharField(default=campaigns.sandbox.models.new_token, max_length=80, unique=True)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "account on the sandbox network",
            },
        ),
        migrations.CreateModel(
            name="SandboxPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("language", models.CharField(blank=True, max_length=5)),
                ("content_warning", models.CharField(blank=True, max_length=160)),
                ("client_key", models.CharField(blank=True, db_index=True, max_length=64)),
                ("image", models.BinaryField(null=True)),
                ("alt_text", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="sandbox.sandboxaccount"
                    ),
                ),
            ],
            options={
                "verbose_name": "post on the sandbox network",
                "ordering": ["-created_at", "-pk"],
            },
        ),
    ]
