import datetime

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import cms.core.language_texts
import cms.core.text.skeleton_search
import media.text.email_fields
import media.text.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", media.text.fields.KeptCharField(max_length=120, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the List-Id of its mail; never changes.", max_length=60, unique=True
                    ),
                ),
                (
                    "description",
                    media.text.fields.KeptCharField(blank=True, max_length=240, verbose_name="description"),
                ),
                ("from_name", media.text.fields.KeptCharField(max_length=120, verbose_name="sender's name")),
                (
                    "from_email",
                    media.text.email_fields.EmailAddressField(max_length=254, verbose_name="sender's address"),
                ),
                (
                    "reply_to",
                    media.text.email_fields.EmailAddressField(
                        blank=True, help_text="A person reads them.", max_length=254, verbose_name="replies go to"
                    ),
                ),
                ("default_language", models.CharField(default="es", max_length=5, verbose_name="main language")),
            ],
            options={
                "verbose_name": "audience",
                "verbose_name_plural": "audiences",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", media.text.email_fields.EmailAddressField(max_length=254, unique=True, verbose_name="email")),
                ("address_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("name", media.text.fields.KeptCharField(blank=True, max_length=120, verbose_name="name")),
                ("language", models.CharField(default="es", max_length=5, verbose_name="language")),
                (
                    "skeleton",
                    cms.core.text.skeleton_search.SkeletonField(
                        blank=True, default="", editable=False, of=("email", "name")
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "subscriber",
                "verbose_name_plural": "subscribers",
                "ordering": ["email"],
            },
        ),
        migrations.CreateModel(
            name="Recipe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", media.text.fields.KeptCharField(max_length=120, verbose_name="name")),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="In a shorter month, its last day.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day of the month",
                    ),
                ),
                ("hour", models.TimeField(default=datetime.time(9, 0), verbose_name="hour")),
                ("time_zone", models.CharField(default="America/Lima", max_length=60, verbose_name="time zone")),
                (
                    "build_days_before",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="How many days before sending the draft is built.",
                        verbose_name="days for review",
                    ),
                ),
                (
                    "late_hours",
                    models.PositiveSmallIntegerField(
                        default=6,
                        help_text="Later than this, a person decides whether it is sent.",
                        verbose_name="hours it may be late",
                    ),
                ),
                (
                    "allows_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Only those that a second person approved.",
                        verbose_name="may pick sensitive items",
                    ),
                ),
                (
                    "asks_four_eyes",
                    models.BooleanField(
                        default=False,
                        help_text="Whoever edited an edition last cannot approve it.",
                        verbose_name="a second person approves",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipes",
                        to="newsletter.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "reviewers",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="They are told by email.",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewers",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Empty means all of them.",
                        to="cms.topic",
                        verbose_name="only these topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "recipe",
                "verbose_name_plural": "recipes",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(db_index=True, max_length=64)),
                ("hash_version", models.PositiveSmallIntegerField(default=2, editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unsubscribed", "Unsubscribed"),
                            ("complained", "Reported as spam"),
                            ("bounced", "Address does not exist"),
                            ("asked", "Asked us"),
                        ],
                        max_length=14,
                        verbose_name="reason",
                    ),
                ),
                ("source", media.text.fields.KeptCharField(blank=True, max_length=60, verbose_name="source")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="newsletter.audience",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "suppression",
                "verbose_name_plural": "suppressions",
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("address_hash", "audience"), name="one_suppression_an_audience"),
                    models.UniqueConstraint(
                        condition=models.Q(("audience__isnull", True)),
                        fields=("address_hash",),
                        name="one_suppression_of_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(editable=False, max_length=64)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("form", "Form on a website"),
                            ("paper", "Sign-up sheet"),
                            ("import", "Imported list"),
                            ("staff", "Added by staff"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "text_shown",
                    media.text.fields.KeptTextField(
                        blank=True, help_text="The exact words the person agreed to.", verbose_name="text shown"
                    ),
                ),
                ("language", models.CharField(default="es", max_length=5, verbose_name="language")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked at")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opt_ins",
                        to="newsletter.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opt_ins",
                        to="newsletter.subscriber",
                        verbose_name="subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "opt-in",
                "verbose_name_plural": "opt-ins",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("subscriber", "audience"),
                        name="one_standing_opt_in",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubscriptionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for it"),
                            ("confirmed", "Confirmed from their own mailbox"),
                            ("recorded", "Written down by staff"),
                            ("changed", "Changed"),
                            ("ended", "Left"),
                            ("link", "Asked for the link to leave"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "email",
                    media.text.email_fields.EmailAddressField(db_index=True, max_length=254, verbose_name="email"),
                ),
                ("name", media.text.fields.KeptCharField(blank=True, max_length=120, verbose_name="name")),
                ("language", models.CharField(blank=True, max_length=5, verbose_name="language")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("form", "Form on a website"),
                            ("paper", "Sign-up sheet"),
                            ("import", "Imported list"),
                            ("staff", "Added by staff"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("source", media.text.fields.KeptCharField(blank=True, max_length=200, verbose_name="where from")),
                ("text_shown", media.text.fields.KeptTextField(blank=True, verbose_name="text shown")),
                ("text_version", models.CharField(blank=True, help_text="The same for the same words.", max_length=12)),
                ("detail", media.text.fields.KeptCharField(blank=True, max_length=400, verbose_name="detail")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ask",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="newsletter.subscriptionevent",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsletter.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="newsletter.subscriber",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="newsletter.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a subscription",
                "verbose_name_plural": "steps of subscriptions",
                "ordering": ["at", "pk"],
                "default_permissions": ["view"],
                "indexes": [models.Index(fields=["kind", "mailed_at", "at"], name="mail_of_events")],
            },
        ),
        migrations.CreateModel(
            name="RecipeSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quote", "Quote"),
                            ("testimony", "Testimony"),
                            ("learning", "Learning"),
                            ("resource", "Resource"),
                            ("webinar", "Webinar"),
                            ("commitment", "Commitment"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="how many",
                    ),
                ),
                (
                    "minimum",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="With fewer than this it is a thin month: staff are told instead.",
                        verbose_name="at least",
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "recipe",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="newsletter.recipe"
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "ordering": ["sort_order"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leased_by", models.CharField(blank=True, editable=False, max_length=80)),
                ("lease_ends_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("month", models.DateField(help_text="Its first day.", verbose_name="month")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, help_text="Unguessable; part of its web address.", max_length=80, unique=True
                    ),
                ),
                (
                    "subject",
                    media.text.fields.KeptCharField(
                        default="",
                        help_text="What readers see first. Best under 60.",
                        max_length=120,
                        verbose_name="subject",
                    ),
                ),
                (
                    "subjects",
                    cms.core.language_texts.LanguageTextsField(
                        blank=True, default=dict, max_length=120, verbose_name="subject in other languages"
                    ),
                ),
                (
                    "preheader",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="Shown beside the subject in the list of messages.",
                        max_length=160,
                        verbose_name="preview line",
                    ),
                ),
                (
                    "preheaders",
                    cms.core.language_texts.LanguageTextsField(
                        blank=True, default=dict, max_length=160, verbose_name="preview line in other languages"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("introduction", 4),
                            ("testimony", 5),
                            ("learnings", 7),
                            ("resources", 9),
                            ("webinars", 11),
                            ("commitments", 13),
                            ("quotes", 15),
                            ("button", 21),
                            ("text", 4),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "newsletter.blocks.kept.MarkdownTextBlock",
                                (),
                                {
                                    "help_text": "Leave an empty line between paragraphs. **Bold**, *italics* and [links](https://example.org) look like this; a line that begins with - or 1. is an item of a list, and one with # a title.",
                                    "label": "Text",
                                    "rows": 5,
                                },
                            ),
                            1: (
                                "newsletter.blocks.kept.MarkdownTextBlock",
                                (),
                                {"label": "In English", "required": False, "rows": 4},
                            ),
                            2: (
                                "newsletter.blocks.kept.MarkdownTextBlock",
                                (),
                                {"label": "In French", "required": False, "rows": 4},
                            ),
                            3: (
                                "newsletter.blocks.kept.MarkdownTextBlock",
                                (),
                                {"label": "In Dutch", "required": False, "rows": 4},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("es", 0), ("en", 1), ("fr", 2), ("nl", 3)]], {}),
                            5: ("newsletter.blocks.stream.TestimonyItemBlock", (), {"label": "Testimony of the month"}),
                            6: ("newsletter.blocks.stream.LearningItemBlock", (), {"label": "Learning"}),
                            7: (
                                "wagtail.blocks.ListBlock",
                                (6,),
                                {"icon": "glasses", "label": "Learnings", "min_num": 1},
                            ),
                            8: ("newsletter.blocks.stream.ResourceItemBlock", (), {"label": "Resource"}),
                            9: (
                                "wagtail.blocks.ListBlock",
                                (8,),
                                {"icon": "folder-open-inverse", "label": "Resources", "min_num": 1},
                            ),
                            10: ("newsletter.blocks.stream.WebinarItemBlock", (), {"label": "Webinar"}),
                            11: (
                                "wagtail.blocks.ListBlock",
                                (10,),
                                {"icon": "desktop", "label": "Webinars", "min_num": 1},
                            ),
                            12: ("newsletter.blocks.stream.CommitmentItemBlock", (), {"label": "Commitment"}),
                            13: (
                                "wagtail.blocks.ListBlock",
                                (12,),
                                {"icon": "tasks", "label": "Commitments", "min_num": 1},
                            ),
                            14: ("newsletter.blocks.stream.QuoteItemBlock", (), {"label": "Quote"}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {"icon": "openquote", "label": "Quotes", "min_num": 1},
                            ),
                            16: (
                                "newsletter.blocks.kept.KeptCharBlock",
                                (),
                                {"label": "Words on the button", "max_length": 60},
                            ),
                            17: ("newsletter.blocks.kept.KeptURLBlock", (), {"label": "Where it leads"}),
                            18: (
                                "newsletter.blocks.kept.KeptCharBlock",
                                (),
                                {"label": "In English", "max_length": 60, "required": False},
                            ),
                            19: (
                                "newsletter.blocks.kept.KeptCharBlock",
                                (),
                                {"label": "In French", "max_length": 60, "required": False},
                            ),
                            20: (
                                "newsletter.blocks.kept.KeptCharBlock",
                                (),
                                {"label": "In Dutch", "max_length": 60, "required": False},
                            ),
                            21: (
                                "wagtail.blocks.StructBlock",
                                [[("es", 16), ("url", 17), ("en", 18), ("fr", 19), ("nl", 20)]],
                                {},
                            ),
                        },
                        verbose_name="content",
                    ),
                ),
                (
                    "send_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Nothing goes out before it is approved.",
                        null=True,
                        verbose_name="send at",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("sending", "Being sent"),
                            ("paused", "Paused"),
                            ("sent", "Sent"),
                            ("late", "Too late: a person decides"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("built_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "frozen_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Whoever was a reader at this moment is in its audience.",
                        null=True,
                    ),
                ),
                (
                    "audience_size",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Deliveries there are, once the audience is frozen to the last.",
                        null=True,
                    ),
                ),
                ("reviewers_told_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent at")),
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
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="newsletter.audience",
                        verbose_name="audience",
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
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "recipe",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="editions",
                        to="newsletter.recipe",
                        verbose_name="recipe",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["-month", "-pk"],
                "permissions": [
                    ("approve_edition", "Can approve an edition"),
                    ("empty_mailbox", "Can empty the local mailbox"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("recipe__isnull", False), models.Q(("state", "cancelled"), _negated=True)),
                        fields=("recipe", "month"),
                        name="one_edition_a_month",
                    )
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="EditionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=240, verbose_name="why it was picked")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edition_items",
                        to="newsletter.edition",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cms.item"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("edition", "item"), name="an_item_once_an_edition")],
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("subject", media.text.fields.KeptCharField(max_length=240)),
                ("html", models.TextField()),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "words",
                    models.JSONField(
                        default=dict,
                        help_text="What it was made of, from which it is rendered again without what may not be shown.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "redacted_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Its words were blanked because one of its items was withdrawn.",
                        null=True,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renderings", to="newsletter.edition"
                    ),
                ),
                ("items", models.ManyToManyField(help_text="Whose words are in it.", related_name="+", to="cms.item")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leased_by", models.CharField(blank=True, editable=False, max_length=80)),
                ("lease_ends_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("claimed", "Picked up"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("deferred", "To be tried again"),
                            ("rejected", "Rejected"),
                            ("unsure", "Unsure: a person decides"),
                            ("skipped", "Left out"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=240, verbose_name="reason")),
                ("message_id", models.CharField(help_text="The same on every try.", max_length=120, unique=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="next try")),
                ("sending_since", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="newsletter.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "rendering",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="newsletter.rendering",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliveries",
                        to="newsletter.subscriber",
                        verbose_name="subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["edition", "state", "next_try_at"], name="due_deliveries")],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "subscriber"), name="one_delivery_a_subscriber")
                ],
            },
        ),
    ]
