import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import campaigns.models.account
import campaigns.models.campaign
import media.text.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cms", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "network",
                    models.CharField(
                        choices=campaigns.models.account.network_choices,
                        default="sandbox",
                        max_length=20,
                        verbose_name="network",
                    ),
                ),
                (
                    "label",
                    media.text.fields.KeptCharField(
                        help_text="As readers see it on the network.", max_length=80, verbose_name="name"
                    ),
                ),
                (
                    "handle",
                    media.text.fields.KeptCharField(
                        help_text="As the network writes it.", max_length=200, verbose_name="user name"
                    ),
                ),
                ("server", models.URLField(blank=True, editable=False, verbose_name="server")),
                ("remote_id", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "limits",
                    models.JSONField(
                        blank=True, default=dict, editable=False, help_text="What fits in a post, as its server says."
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("es", "Spanish"),
                            ("en", "English"),
                            ("fr", "French"),
                            ("nl", "Dutch"),
                            ("qu", "Quechua"),
                        ],
                        help_text="Of its posts.",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "most_a_week",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The most that campaigns plan for it, all together. Empty: as many as they have slots.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="posts a week",
                    ),
                ),
                (
                    "monthly_budget",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("5"),
                        help_text="In US dollars. What would cost more is not approved, and waits if it was.",
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="most it may cost a month",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("connected", "Connected"), ("needs_reconnect", "Must be connected again")],
                        default="connected",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "not_before",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Its network asked to wait, or takes no more until then.",
                        null=True,
                    ),
                ),
                (
                    "take_down_not_before",
                    models.DateTimeField(blank=True, editable=False, help_text="The same for removing.", null=True),
                ),
                (
                    "last_tried_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When a post of it was last taken up: others come first.",
                        null=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["network", "label"],
                "constraints": [models.UniqueConstraint(fields=("network", "handle"), name="one_account_a_handle")],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pause",
                "ordering": ["-began_at"],
            },
        ),
        migrations.CreateModel(
            name="ServerApp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.CharField(max_length=20)),
                ("server", models.URLField()),
                ("encrypted", models.TextField(editable=False)),
                (
                    "is_proven",
                    models.BooleanField(
                        default=False, help_text="An account was connected with it since it was last sent along."
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("network", "server"), name="one_app_a_server")],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", media.text.fields.KeptCharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, help_text="utm_campaign of its links.", max_length=60, unique=True
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("es", "Spanish"),
                            ("en", "English"),
                            ("fr", "French"),
                            ("nl", "Dutch"),
                            ("qu", "Quechua"),
                        ],
                        default="es",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "time_zone",
                    models.CharField(
                        choices=campaigns.models.campaign.time_zones,
                        default=campaigns.models.campaign.default_time_zone,
                        max_length=60,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "hashtags",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="For example: #NosTocaLiderar",
                        max_length=160,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\s*(#\\w+(\\s+#\\w+)*)?\\s*$",
                                "Write each hashtag with # and without spaces or hyphens: #MujeresQueLideran.",
                            )
                        ],
                        verbose_name="hashtags",
                    ),
                ),
                (
                    "cooldown_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="The same person does not appear again before this many days, in any campaign.",
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days of rest for each person",
                    ),
                ),
                (
                    "allows_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Only those that a second person approved.",
                        verbose_name="may use sensitive items",
                    ),
                ),
                ("is_paused", models.BooleanField(default=False, editable=False, verbose_name="paused")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "accounts",
                    modelcluster.fields.ParentalManyToManyField(
                        related_name="campaigns", to="campaigns.account", verbose_name="accounts"
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="They take turns. Empty means all of them.",
                        to="cms.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ["-starts_on", "name"],
            },
        ),
        migrations.CreateModel(
            name="Credentials",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="credentials",
                        serialize=False,
                        to="campaigns.account",
                    ),
                ),
                ("encrypted", models.TextField(editable=False)),
                ("expires_at", models.DateTimeField(editable=False, null=True)),
                ("scopes", models.CharField(blank=True, editable=False, max_length=500)),
                (
                    "renewing_until",
                    models.DateTimeField(editable=False, help_text="A worker renews them until then.", null=True),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot_at", models.DateTimeField(editable=False)),
                ("scheduled_at", models.DateTimeField(verbose_name="goes out at")),
                (
                    "excerpt",
                    media.text.fields.KeptTextField(
                        blank=True,
                        help_text="For a quote that is too long: its own words, with “(…)” where you leave something out.",
                        verbose_name="excerpt",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=240, verbose_name="why it was picked"),
                ),
                ("is_cancelled", models.BooleanField(default=False, editable=False, verbose_name="cancelled")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="campaigns.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="cms.item",
                        verbose_name="item",
                    ),
                ),
                (
                    "last_edited_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "piece",
                "verbose_name_plural": "pieces",
                "ordering": ["scheduled_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "item"), name="an_item_once_a_campaign"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_cancelled", False)),
                        fields=("campaign", "slot_at"),
                        name="one_piece_a_slot",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=1,
                        verbose_name="day",
                    ),
                ),
                ("time", models.TimeField(default="09:00", verbose_name="hour")),
                (
                    "campaign",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "slot",
                "verbose_name_plural": "slots",
                "ordering": ["weekday", "time"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "weekday", "time"), name="one_slot_an_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leased_by", models.CharField(blank=True, editable=False, max_length=80)),
                ("lease_ends_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "text",
                    media.text.fields.KeptTextField(
                        blank=True, help_text="Empty: the text composes itself.", verbose_name="text"
                    ),
                ),
                (
                    "excerpt",
                    media.text.fields.KeptTextField(
                        blank=True,
                        help_text="For this account alone. Empty: the excerpt of the piece, or all of it.",
                        verbose_name="excerpt",
                    ),
                ),
                (
                    "alt_text",
                    media.text.fields.KeptTextField(
                        blank=True,
                        help_text="Empty: all the words on the card.",
                        verbose_name="description of the image",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "To approve"),
                            ("approved", "Approved"),
                            ("claimed", "Picked up"),
                            ("publishing", "Being published"),
                            ("waiting", "To be tried again"),
                            ("unsure", "Unsure: being looked up"),
                            ("looking", "Being looked up"),
                            ("published", "Published"),
                            ("refused", "Refused by the network"),
                            ("late", "Too late: you decide"),
                            ("take_down_due", "To be taken down"),
                            ("being_taken_down", "Being taken down"),
                            ("taken_down", "Taken down"),
                            ("take_down_failed", "Could not be taken down"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="The same on every try.", unique=True
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="tries")),
                ("looks", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_try_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="next try")),
                ("publishing_since", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published at"),
                ),
                (
                    "measure_at",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="When to ask its network next what came of it.", null=True
                    ),
                ),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=3,
                        default=0,
                        editable=False,
                        help_text="What its network bills for publishing it, in US dollars; written when it is approved.",
                        max_digits=7,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remote_id", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "more_remote_ids",
                    models.JSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="Those of the further parts of a thread, in their order.",
                    ),
                ),
                ("url", models.URLField(blank=True, editable=False, max_length=500)),
                ("problem", models.CharField(blank=True, editable=False, max_length=300, verbose_name="what happened")),
                ("needs_person", models.BooleanField(default=False, editable=False)),
                (
                    "held_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Set while it waits because the database is a copy.",
                        null=True,
                    ),
                ),
                (
                    "held_look_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When to look on the network whether it is there already.",
                        null=True,
                    ),
                ),
                (
                    "must_come_down",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Withdrawn while it was in doubt: take it down once it is found.",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="campaigns.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "piece",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="campaigns.piece",
                        verbose_name="piece",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["piece__scheduled_at", "pk"],
                "permissions": [
                    ("approve_post", "Can approve posts"),
                    ("pause_posts", "Can pause all posts"),
                    ("take_down_post", "Can take down posts"),
                ],
                "indexes": [
                    models.Index(fields=["state", "next_try_at"], name="due_posts"),
                    models.Index(fields=["lease_ends_at"], name="leased_posts"),
                    models.Index(fields=["account", "publishing_since"], name="recent_posts"),
                    models.Index(fields=["account", "settled_at"], name="recent_removals"),
                    models.Index(fields=["measure_at"], name="posts_to_measure"),
                ],
                "constraints": [models.UniqueConstraint(fields=("piece", "account"), name="one_post_an_account")],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hours", models.PositiveSmallIntegerField()),
                ("measured_at", models.DateTimeField()),
                ("likes", models.PositiveIntegerField(null=True)),
                ("shares", models.PositiveIntegerField(null=True)),
                ("replies", models.PositiveIntegerField(null=True)),
                ("views", models.PositiveIntegerField(null=True)),
                ("clicks", models.PositiveIntegerField(null=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measurements", to="campaigns.post"
                    ),
                ),
            ],
            options={
                "ordering": ["post", "hours"],
                "constraints": [models.UniqueConstraint(fields=("post", "hours"), name="one_measurement_an_age")],
            },
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("alt_text", models.TextField(blank=True)),
                ("language", models.CharField(max_length=5)),
                ("content_warning", models.CharField(blank=True, max_length=160)),
                ("card", models.BinaryField(null=True)),
                ("title", models.TextField(blank=True)),
                ("link", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payload", to="campaigns.post"
                    ),
                ),
            ],
            options={
                "verbose_name": "payload",
            },
        ),
        migrations.CreateModel(
            name="PostStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("value", models.TextField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="campaigns.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "name"), name="one_step_of_a_name")],
            },
        ),
    ]
