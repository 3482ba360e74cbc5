import uuid

import django.core.validators
import django.db.migrations.operations.special
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import cms.core.language_texts
import cms.core.text.skeleton_search
import cms.migrations._data_steps
import cms.models.kinds.resource
import cms.models.kinds.webinar
import media.text.email_fields
import media.text.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("media", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("stale_at", models.DateTimeField(blank=True, null=True)),
                ("lost_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
            ],
            options={
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["content_type", "object_id", "digest"], name="approval_of_digest")],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("before", media.text.fields.KeptJSONField(default=dict)),
                ("proposed", media.text.fields.KeptJSONField(default=dict)),
                ("reason", media.text.fields.KeptCharField(blank=True, max_length=400, verbose_name="why")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Waiting"), ("applied", "Applied"), ("declined", "Declined")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("comment", media.text.fields.KeptCharField(blank=True, max_length=400, verbose_name="comment")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customdocument",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customimage",
                    ),
                ),
            ],
            options={
                "verbose_name": "change that was asked for",
                "verbose_name_plural": "changes that were asked for",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["content_type", "object_id"], name="change_request_target")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", media.text.fields.KeptCharField(max_length=160, unique=True, verbose_name="name")),
                ("country", media.text.fields.KeptCharField(blank=True, max_length=80, verbose_name="country")),
                ("website", media.text.fields.KeptURLField(blank=True, verbose_name="website")),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", media.text.fields.KeptCharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "names",
                    cms.core.language_texts.LanguageTextsField(
                        blank=True, default=dict, max_length=80, verbose_name="name in other languages"
                    ),
                ),
                ("slug", models.SlugField(editable=False, max_length=90, unique=True)),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="DatabaseOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("opened_as", models.CharField(blank=True, max_length=120)),
                ("copied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "origin of the database",
            },
        ),
        migrations.CreateModel(
            name="FileTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leased_by", models.CharField(blank=True, editable=False, max_length=80)),
                ("lease_ends_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waits"), ("working", "In work"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_tasks",
                        to="media.customdocument",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_tasks",
                        to="media.customimage",
                    ),
                ),
            ],
            options={
                "verbose_name": "file that waits",
                "verbose_name_plural": "files that wait",
                "constraints": [
                    models.UniqueConstraint(fields=("image", "name"), name="one_task_for_an_image_file"),
                    models.UniqueConstraint(fields=("document", "name"), name="one_task_for_a_document_file"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sign",
                    models.CharField(
                        choices=[
                            ("marked", "It is a backup that was put back."),
                            ("behind", "It knows less than this machine: an earlier copy was put back."),
                            ("moved", "It is not the database that was last used: it was copied, or moved here."),
                            ("silent", "It was not stopped, and gave no sign of life for some time."),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("notices_released_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "hold",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="QuoteTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filename", media.text.fields.KeptCharField(max_length=200, verbose_name="file name")),
                (
                    "content",
                    media.text.fields.KeptJSONField(
                        editable=False, help_text="A cms.imports.reader.Table, until imported.", null=True
                    ),
                ),
                (
                    "choices",
                    media.text.fields.KeptJSONField(
                        default=dict, editable=False, help_text="Who the people asked about are, by their key."
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
                (
                    "imported_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="imported at"),
                ),
                ("draft_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="drafts made")),
                (
                    "uploaded_by",
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
                "verbose_name": "table of quotes",
                "verbose_name_plural": "tables of quotes",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("sentence", models.TextField(verbose_name="what happened")),
                ("what_to_do", models.TextField(blank=True, verbose_name="what to do")),
                ("url", models.CharField(blank=True, max_length=300)),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("count", models.PositiveIntegerField(default=1)),
                ("first_at", models.DateTimeField(auto_now_add=True)),
                ("last_at", models.DateTimeField(auto_now=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ["-last_at"],
            },
        ),
        migrations.CreateModel(
            name="ProcessRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("process", models.CharField(max_length=80)),
                ("beats", models.BooleanField(default=False)),
                ("marks", models.PositiveBigIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(db_index=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "run",
            },
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worker", models.CharField(max_length=80, unique=True)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "worker",
            },
        ),
        migrations.CreateModel(
            name="ApprovedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parts", models.JSONField(default=dict)),
                ("pages", models.JSONField(default=dict)),
                ("picture", models.BinaryField(null=True)),
                ("basis", models.CharField(blank=True, max_length=64)),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="version", to="cms.approval"
                    ),
                ),
            ],
            options={
                "verbose_name": "approved version",
                "verbose_name_plural": "approved versions",
            },
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("full_name", media.text.fields.KeptCharField(max_length=160, verbose_name="full name")),
                (
                    "first_name",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="As the person wants to be called in public.",
                        max_length=80,
                        verbose_name="first name",
                    ),
                ),
                (
                    "role",
                    media.text.fields.KeptCharField(
                        blank=True, help_text="For example: community leader.", max_length=120, verbose_name="role"
                    ),
                ),
                ("region", media.text.fields.KeptCharField(blank=True, max_length=120, verbose_name="region or place")),
                ("email", media.text.email_fields.EmailAddressField(blank=True, max_length=254, verbose_name="email")),
                ("phone", media.text.fields.KeptCharField(blank=True, max_length=40, verbose_name="phone")),
                ("notes", media.text.fields.KeptTextField(blank=True, verbose_name="internal notes")),
                (
                    "skeleton",
                    cms.core.text.skeleton_search.SkeletonField(
                        blank=True, default="", editable=False, of=("full_name", "first_name", "email")
                    ),
                ),
                ("page_nonce", models.CharField(blank=True, default="", editable=False, max_length=22)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cms.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
                "ordering": ["full_name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", media.text.fields.KeptCharField(max_length=200, verbose_name="title")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("place", media.text.fields.KeptCharField(blank=True, max_length=160, verbose_name="place")),
                ("description", media.text.fields.KeptTextField(blank=True, verbose_name="description")),
                (
                    "organisations",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, to="cms.organisation", verbose_name="organisations"
                    ),
                ),
            ],
            options={
                "verbose_name": "workshop",
                "verbose_name_plural": "workshops",
                "ordering": ["-starts_on", "title"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "label",
                    media.text.fields.KeptCharField(
                        help_text="For example: what she said at the October workshop.",
                        max_length=160,
                        verbose_name="what it covers",
                    ),
                ),
                (
                    "skeleton",
                    cms.core.text.skeleton_search.SkeletonField(blank=True, default="", editable=False, of=("label",)),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="cms.contributor",
                        verbose_name="contributor",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-created_at"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="CaptureLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("languages", models.JSONField(default=list, verbose_name="languages")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                ("expires_at", models.DateTimeField(verbose_name="open until")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capture_links",
                        to="cms.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "link to collect at a workshop",
                "verbose_name_plural": "links to collect at a workshop",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leased_by", models.CharField(blank=True, editable=False, max_length=80)),
                ("lease_ends_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("title", media.text.fields.KeptCharField(max_length=200, verbose_name="title")),
                ("filename", media.text.fields.KeptCharField(max_length=200, verbose_name="file name")),
                (
                    "digest",
                    models.CharField(editable=False, help_text="SHA-256 of the file.", max_length=64, unique=True),
                ),
                ("language", models.CharField(default="es", max_length=5, verbose_name="language")),
                (
                    "left_out",
                    media.text.fields.KeptJSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="Page furniture, as it stood: [{text, reason}].",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be read"),
                            ("reading", "Being read"),
                            ("ready", "Read"),
                            ("failed", "Could not be read"),
                        ],
                        default="ready",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("problem", models.CharField(blank=True, editable=False, max_length=30)),
                ("problem_about", media.text.fields.KeptCharField(blank=True, editable=False, max_length=80)),
                ("harvested_at", models.DateTimeField(auto_now_add=True, verbose_name="harvested at")),
                (
                    "harvested_by",
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
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="cms.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-harvested_at"],
            },
        ),
        migrations.CreateModel(
            name="ConsentTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("allows_web", models.BooleanField(default=False, verbose_name="website")),
                ("allows_newsletter", models.BooleanField(default=False, verbose_name="monthly email")),
                ("allows_social", models.BooleanField(default=False, verbose_name="social networks")),
                ("allows_all_networks", models.BooleanField(default=False, verbose_name="all social networks")),
                (
                    "network_count",
                    models.PositiveSmallIntegerField(
                        default=0,
                        editable=False,
                        help_text="How many networks were named: the database refuses further rows.",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        choices=[
                            ("full_name", "Full name"),
                            ("first_name", "First name only"),
                            ("role_region", "Role and region, no name"),
                            ("anonymous", "Anonymous"),
                        ],
                        default="anonymous",
                        max_length=20,
                        verbose_name="named as",
                    ),
                ),
                ("shows_face", models.BooleanField(default=False, verbose_name="face may be shown")),
                ("shows_place", models.BooleanField(default=False, verbose_name="place may be shown")),
                ("shows_organisation", models.BooleanField(default=False, verbose_name="organisation may be shown")),
                ("begins_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="given on")),
                (
                    "expires_on",
                    models.DateField(blank=True, help_text="Last day included.", null=True, verbose_name="valid until"),
                ),
                ("is_withdrawal", models.BooleanField(default=False, editable=False, verbose_name="withdrawn")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("signed_form", "Signed form"),
                            ("recorded_voice", "Recorded voice"),
                            ("message", "Message (email, WhatsApp…)"),
                            ("witnessed", "Spoken, with a witness"),
                            ("own_page", "On the person's own page"),
                        ],
                        default="signed_form",
                        max_length=20,
                        verbose_name="how it was given",
                    ),
                ),
                (
                    "explained_in",
                    media.text.fields.KeptCharField(
                        blank=True, help_text="Language or languages.", max_length=60, verbose_name="explained in"
                    ),
                ),
                (
                    "is_minor",
                    models.BooleanField(
                        default=False,
                        help_text="A guardian decides with them, and a second person approves.",
                        verbose_name="is a minor",
                    ),
                ),
                (
                    "guardian",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="Who decides with them. Shown to nobody outside.",
                        max_length=160,
                        verbose_name="guardian",
                    ),
                ),
                ("note", media.text.fields.KeptTextField(blank=True, verbose_name="note")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="cms.consent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        help_text="The signed form or recording. No public address serves it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.customdocument",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent terms",
                "verbose_name_plural": "consent terms",
                "ordering": ["-pk"],
                "permissions": [("open_evidence", "Can open the evidence of a consent")],
                "indexes": [models.Index(fields=["consent", "-id"], name="newest_terms")],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quote", "Quote"),
                            ("testimony", "Testimony"),
                            ("learning", "Learning"),
                            ("resource", "Resource"),
                            ("webinar", "Webinar"),
                            ("discussiongroup", "Discussion group"),
                            ("commitment", "Commitment"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("slug", models.SlugField(editable=False, max_length=90, null=True, unique=True)),
                (
                    "voice",
                    models.CharField(
                        choices=[
                            ("person", "Somebody's words or face"),
                            ("nobody", "Nobody's: a finding of the group, with no person recognisable"),
                        ],
                        default="person",
                        max_length=10,
                        verbose_name="whose words",
                    ),
                ),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="The theme or the person is at risk: a second person must approve it before it goes anywhere.",
                        verbose_name="sensitive",
                    ),
                ),
                (
                    "content_warning",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="Shown before the words, and by networks that can hide them until somebody chooses to read.",
                        max_length=160,
                        verbose_name="content warning",
                    ),
                ),
                ("content_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("disclosure_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("disclosure_findings", models.JSONField(blank=True, default=list, editable=False)),
                ("disclosure_is_clean", models.BooleanField(default=False, editable=False)),
                (
                    "disclosure_stale_at",
                    models.DateTimeField(
                        db_index=True,
                        editable=False,
                        help_text="Since when something shown has changed without a new verdict. The gate refuses it until then.",
                        null=True,
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "context_changed_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When the warning, the workshop or whose words these are last changed.",
                        null=True,
                    ),
                ),
                (
                    "archived_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Deleted while something refers to it.",
                        null=True,
                        verbose_name="archived at",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="cms.consent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="cms.contributor",
                        verbose_name="contributor",
                    ),
                ),
                (
                    "written_by",
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
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="cms.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "ordering": ["-pk"],
                "permissions": [
                    ("withdraw_item", "Can withdraw an item"),
                    ("approve_item", "Can approve a sensitive item"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", media.text.fields.KeptJSONField(help_text="The passages there were, every field of each.")),
                ("after", media.text.fields.KeptJSONField(help_text="The passages it made of them.")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recuts", to="cms.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "passage cut or joined",
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.BinaryField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="file", to="cms.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
            },
        ),
        migrations.CreateModel(
            name="ConsentNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "days_before",
                    models.PositiveSmallIntegerField(
                        help_text="30, 7 or 1: staff were told; 0: it ended, all is back."
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="cms.consentterms"
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a consent's end",
                "verbose_name_plural": "notices of a consent's end",
                "constraints": [models.UniqueConstraint(fields=("terms", "days_before"), name="one_notice_per_step")],
            },
        ),
        migrations.CreateModel(
            name="ConsentTermsNetwork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, verbose_name="network")),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="network_rows", to="cms.consentterms"
                    ),
                ),
            ],
            options={
                "verbose_name": "network",
                "verbose_name_plural": "networks",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("terms", "name"), name="a_network_once_in_terms")],
            },
        ),
        migrations.CreateModel(
            name="ApprovalNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approval_notice", to="cms.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a missing approval",
                "verbose_name_plural": "notices of missing approvals",
            },
        ),
        migrations.CreateModel(
            name="CaptureEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(help_text="Chosen by the phone when the person finished.", unique=True)),
                (
                    "digest",
                    models.CharField(
                        help_text="Of all that was sent: another person's words have another.", max_length=64
                    ),
                ),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cms.capturelink"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="captured", to="cms.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "entry from a workshop",
                "verbose_name_plural": "entries from a workshop",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("title", media.text.fields.KeptCharField(max_length=240, verbose_name="what was promised")),
                (
                    "summary",
                    media.text.fields.KeptTextField(
                        blank=True, help_text="With whom, where, and how one will know it is done.", verbose_name="how"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("partly", "Kept in part"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "state_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which it was kept or dropped.",
                        null=True,
                        verbose_name="since when",
                    ),
                ),
                ("outcome", media.text.fields.KeptTextField(blank=True, verbose_name="how it went")),
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it empty where a person promised, and say below who.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cms.organisation",
                        verbose_name="organisation that promised",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_commitment_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="DiscussionGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("title", media.text.fields.KeptCharField(max_length=160, verbose_name="title")),
                (
                    "summary",
                    media.text.fields.KeptTextField(
                        help_text="What is talked about, and who is in it. Two or three lines.", verbose_name="summary"
                    ),
                ),
                (
                    "body",
                    media.text.fields.KeptRichTextField(
                        blank=True, help_text="How people treat each other there, for example.", verbose_name="text"
                    ),
                ),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                            ("signal", "Signal"),
                            ("facebook", "Facebook"),
                            ("email", "Mailing list"),
                            ("forum", "Forum on the web"),
                            ("other", "Somewhere else"),
                        ],
                        default="whatsapp",
                        max_length=20,
                        verbose_name="where it goes on",
                    ),
                ),
                (
                    "seen_by",
                    models.CharField(
                        choices=[
                            ("everybody", "Everybody: it is on the page"),
                            ("registered", "Those who registered"),
                            ("staff", "Only the team"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="who may see the invitation",
                    ),
                ),
                (
                    "invitation",
                    media.text.fields.KeptURLField(
                        blank=True,
                        help_text="Unless everybody may see it, it is on no page, in no email and no post.",
                        max_length=500,
                        verbose_name="link of the invitation",
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "discussion group",
                "verbose_name_plural": "discussion groups",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_discussiongroup_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imported_rows",
                        to="cms.item",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="cms.quotetable"
                    ),
                ),
            ],
            options={
                "verbose_name": "imported row",
                "verbose_name_plural": "imported rows",
            },
        ),
        migrations.CreateModel(
            name="Learning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("title", media.text.fields.KeptCharField(max_length=160, verbose_name="title")),
                ("summary", media.text.fields.KeptTextField(verbose_name="summary")),
                ("body", media.text.fields.KeptRichTextField(blank=True, verbose_name="text")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("learning", "Learning"),
                            ("challenge", "Challenge"),
                            ("recommendation", "Recommendation"),
                            ("proposal", "Proposal"),
                            ("quick_win", "Quick win"),
                        ],
                        default="learning",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "activity",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="The workshop activity it came from.",
                        max_length=160,
                        verbose_name="activity",
                    ),
                ),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "learning",
                "verbose_name_plural": "learnings",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_learning_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "text",
                    media.text.fields.KeptTextField(
                        help_text="Exactly as they were said. Mark what you leave out with “(…)”.", verbose_name="words"
                    ),
                ),
                (
                    "context",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="When or about what it was said, if that helps.",
                        max_length=240,
                        verbose_name="context",
                    ),
                ),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_quote_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("title", media.text.fields.KeptCharField(max_length=160, verbose_name="title")),
                (
                    "summary",
                    media.text.fields.KeptTextField(
                        help_text="What it is good for, and for whom. Two or three sentences.", verbose_name="summary"
                    ),
                ),
                ("body", media.text.fields.KeptRichTextField(blank=True, verbose_name="text")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("guide", "Guide"),
                            ("case_study", "Case study"),
                            ("tool", "Tool"),
                            ("report", "Report"),
                            ("video", "Video"),
                        ],
                        default="guide",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "link",
                    media.text.fields.KeptURLField(
                        blank=True,
                        help_text="Where it is, if it is on another site: a video, for example.",
                        max_length=500,
                        verbose_name="link",
                    ),
                ),
                (
                    "authors",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="People or organisations, as they are to be named.",
                        max_length=240,
                        verbose_name="authors",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cc-by-4.0", "CC BY 4.0"),
                            ("cc-by-sa-4.0", "CC BY-SA 4.0"),
                            ("cc-by-nc-4.0", "CC BY-NC 4.0"),
                            ("cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"),
                            ("cc-by-nd-4.0", "CC BY-ND 4.0"),
                            ("cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"),
                            ("cc0-1.0", "Public domain (CC0)"),
                            ("all-rights-reserved", "All rights reserved"),
                        ],
                        help_text="What others may do with it.",
                        max_length=30,
                        verbose_name="licence",
                    ),
                ),
                (
                    "languages",
                    cms.models.kinds.resource.LanguagesField(
                        blank=True,
                        default=list,
                        help_text="In which the resource itself is, whatever this text is in.",
                        verbose_name="languages",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        help_text="Readers get it for as long as the resource may be on the website.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.customdocument",
                        verbose_name="file",
                    ),
                ),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_resource_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="TakeBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("withdrawn", "Withdrawn for good"),
                            ("reduced", "Less is allowed"),
                            ("expired", "The consent ended"),
                            ("moved", "Moved to another consent"),
                        ],
                        default="withdrawn",
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                ("reason", media.text.fields.KeptTextField(blank=True, verbose_name="reason")),
                (
                    "by_the_person",
                    models.BooleanField(
                        default=False,
                        help_text="Done on their own page, by the person or who helps them.",
                        verbose_name="by the person",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When staff first looked at what a person did by themself.",
                        null=True,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="take_backs",
                        to="cms.consent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="take_backs",
                        to="cms.contributor",
                        verbose_name="contributor",
                    ),
                ),
                ("items", models.ManyToManyField(related_name="take_backs", to="cms.item")),
                (
                    "terms",
                    models.ForeignKey(
                        blank=True,
                        help_text="The terms it follows from: those that allow less, or that have ended.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="take_backs",
                        to="cms.consentterms",
                        verbose_name="consent terms",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Testimony",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("title", media.text.fields.KeptCharField(max_length=160, verbose_name="title")),
                (
                    "lead",
                    media.text.fields.KeptTextField(
                        blank=True, help_text="Two or three sentences that make one want to read.", verbose_name="lead"
                    ),
                ),
                ("story", media.text.fields.KeptRichTextField(verbose_name="story")),
                ("place", media.text.fields.KeptCharField(blank=True, max_length=160, verbose_name="place")),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.customimage",
                        verbose_name="photo",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "testimony",
                "verbose_name_plural": "testimonies",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_testimony_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "translator",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="Readers see this name under the words. Leave it empty where the person does not wish it.",
                        max_length=120,
                        verbose_name="translated by",
                    ),
                ),
                ("source_digest", models.CharField(max_length=64)),
                ("checked_at", models.DateTimeField()),
                (
                    "is_behind",
                    models.BooleanField(default=False, help_text="The original was published with other words since."),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translations", to="cms.item"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtailcore.locale"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtailcore.locale"
                    ),
                ),
                (
                    "source_revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "indexes": [
                    models.Index(condition=models.Q(("is_behind", True)), fields=["item"], name="translations_behind")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "locale"), name="one_original_of_each_wording")
                ],
            },
        ),
        migrations.CreateModel(
            name="Webinar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("title", media.text.fields.KeptCharField(max_length=160, verbose_name="title")),
                (
                    "summary",
                    media.text.fields.KeptTextField(
                        help_text="What it is about, and for whom. Two or three sentences.", verbose_name="summary"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="hour")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="length in minutes",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default=cms.models.kinds.webinar.default_time_zone,
                        help_text="Day and hour are those of this place.",
                        max_length=60,
                        validators=[cms.models.kinds.webinar.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("begins_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "speakers",
                    media.text.fields.KeptTextField(
                        blank=True, help_text="One on each line, as they are to be named.", verbose_name="speakers"
                    ),
                ),
                ("body", media.text.fields.KeptRichTextField(blank=True, verbose_name="text")),
                (
                    "join_link",
                    media.text.fields.KeptURLField(
                        blank=True,
                        help_text="Only the team sees it: it is on no page, in no email and no post. Keep it for who registers.",
                        max_length=500,
                        verbose_name="link to join",
                    ),
                ),
                (
                    "materials",
                    media.text.fields.KeptRichTextField(
                        blank=True, help_text="Links to what is shown or read in it.", verbose_name="materials"
                    ),
                ),
                (
                    "recording",
                    media.text.fields.KeptURLField(
                        blank=True, help_text="Everybody sees this link.", max_length=500, verbose_name="recording"
                    ),
                ),
                (
                    "item",
                    models.ForeignObject(
                        editable=False,
                        from_fields=["translation_key"],
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        serialize=False,
                        to="cms.item",
                        to_fields=["translation_key"],
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
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="cms.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "webinar",
                "verbose_name_plural": "webinars",
                "abstract": False,
                "indexes": [models.Index(fields=["first_published_at", "id"], name="cms_webinar_newest")],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="WithdrawnWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="withdrawn_words", to="cms.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawn words",
                "verbose_name_plural": "withdrawn words",
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                (
                    "part",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="From 1, where the passage at `position` was cut."
                    ),
                ),
                (
                    "page",
                    models.PositiveIntegerField(
                        blank=True, help_text="From 1, where the file has pages.", null=True, verbose_name="page"
                    ),
                ),
                (
                    "heading_path",
                    media.text.fields.KeptJSONField(
                        default=list, help_text="From the outermost to the innermost.", verbose_name="headings"
                    ),
                ),
                ("activity", media.text.fields.KeptCharField(blank=True, max_length=160, verbose_name="activity")),
                (
                    "marker",
                    media.text.fields.KeptCharField(
                        blank=True, help_text="The number that stood before it.", max_length=12
                    ),
                ),
                ("text", media.text.fields.KeptTextField(verbose_name="text")),
                (
                    "suggested_kind",
                    models.CharField(
                        choices=[
                            ("quote", "Quote"),
                            ("testimony", "Testimony"),
                            ("learning", "Learning"),
                            ("commitment", "Commitment"),
                            ("feedback", "Feedback"),
                            ("resource", "Resource"),
                            ("nothing", "Nothing to keep"),
                        ],
                        max_length=20,
                        verbose_name="suggested kind",
                    ),
                ),
                (
                    "suggested_type",
                    models.CharField(
                        blank=True, help_text="A Learning.Type.", max_length=20, verbose_name="suggested type"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="A code of cms.harvest.suggestions.reason_labels.", max_length=30
                    ),
                ),
                (
                    "reason_about",
                    media.text.fields.KeptCharField(blank=True, help_text="What the reason speaks of.", max_length=240),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quote", "Quote"),
                            ("testimony", "Testimony"),
                            ("learning", "Learning"),
                            ("commitment", "Commitment"),
                            ("feedback", "Feedback"),
                            ("resource", "Resource"),
                            ("nothing", "Nothing to keep"),
                        ],
                        default="nothing",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "type",
                    models.CharField(blank=True, help_text="A Learning.Type.", max_length=20, verbose_name="type"),
                ),
                ("title", media.text.fields.KeptCharField(blank=True, max_length=160, verbose_name="title")),
                ("edited_text", media.text.fields.KeptTextField(default="", verbose_name="text of the draft")),
                (
                    "topics",
                    models.JSONField(blank=True, default=list, help_text="Slugs of topics.", verbose_name="topics"),
                ),
                (
                    "new_topics",
                    media.text.fields.KeptJSONField(
                        blank=True, default=list, help_text="Names of topics that are made on accepting."
                    ),
                ),
                ("speaker", media.text.fields.KeptCharField(blank=True, max_length=160, verbose_name="who said it")),
                ("role", media.text.fields.KeptCharField(blank=True, max_length=120, verbose_name="role")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "To review"), ("accepted", "Accepted"), ("skipped", "Skipped")],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passages",
                        to="cms.consent",
                        verbose_name="consent",
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passages",
                        to="cms.contributor",
                        verbose_name="contributor",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passages",
                        to="cms.item",
                        verbose_name="item",
                    ),
                ),
                (
                    "recut",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passages",
                        to="cms.recut",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="cms.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "passage",
                "verbose_name_plural": "passages",
                "ordering": ["report", "position", "part"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "position", "part"), name="one_passage_per_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where all of the person was erased, and not only some of their items.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="cms.contributor",
                        verbose_name="contributor",
                    ),
                ),
                ("items", models.ManyToManyField(related_name="erasures", to="cms.item")),
                (
                    "take_back",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="cms.takeback",
                        verbose_name="receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=40, verbose_name="channel")),
                (
                    "reference",
                    models.CharField(
                        help_text="The channel's own name for the copy, for example post:12.", max_length=80
                    ),
                ),
                (
                    "facts",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What it is, in plain values: its channel words it in any language.",
                    ),
                ),
                (
                    "label",
                    media.text.fields.KeptCharField(
                        blank=True,
                        help_text="Its name as it was written down, where there are no facts.",
                        max_length=240,
                        verbose_name="copy",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken_back", "Taken back"),
                            ("pending", "On its way"),
                            ("failed", "Could not be taken back: needs a person"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("detail", media.text.fields.KeptCharField(blank=True, max_length=240, verbose_name="detail")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="cms.item"
                    ),
                ),
                (
                    "take_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="receipts", to="cms.takeback"
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("take_back", "item", "channel", "reference"), name="one_receipt_per_copy"
                    )
                ],
            },
        ),
        migrations.RunPython(
            code=cms.migrations._data_steps.remove_wagtails_groups,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
        migrations.RunPython(
            code=cms.migrations._data_steps.create_rate_limit_table,
            reverse_code=cms.migrations._data_steps.drop_rate_limit_table,
        ),
    ]
