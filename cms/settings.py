"""Every setting of Cosecha. All come from the environment, each with a default that is safe to start with."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import locale
from django.utils.translation import gettext_lazy as _

from cms.core.http.ascii_host import with_ascii_host
from cms.core.local_folder import read_secret
from cms.core.queue.huey_config import huey_from_url
from cms.ops.logs import logging_config

env = environ.Env()

# ── Where things are ────────────────────────────────────────────────────────────────────────────────────────────────

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything a run writes. One folder to back up.
VAR = Path(env.str("COSECHA_VAR", default=str(BASE_DIR / "var"))).absolute()

# Outside of VAR, and of what is backed up: how far this installation has come, by which a copy that was put back is
# recognised (cms/jobs/state_folder.py). Where it cannot be written, a folder beside VAR takes its place.
STATE_FOLDER = Path(
    env.str("STATE_FOLDER", default="")
    or Path(env.str("XDG_STATE_HOME", default="") or Path("~/.local/state").expanduser()) / "cosecha"
).absolute()

# Where the web server listens.
BIND = env.str("BIND", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
# How many web processes, and how many requests each serves at once (cms/ops/gunicorn_conf.py).
WEB_PROCESSES = env.int("WEB_PROCESSES", default=1)
WEB_THREADS = env.int("WEB_THREADS", default=8)
# The address readers see, without a trailing slash. Links in emails, posts and the API begin with it.
BASE_URL = with_ascii_host(env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/"))
# Another site may show the items. Its address with {language}, {kind}, {slug}: https://site.example/{kind}/{slug}
ITEM_URL_PATTERN = env.str("ITEM_URL_PATTERN", default="")
# True on a public server: https only, secure cookies.
PRODUCTION = env.bool("PRODUCTION", default=False)
# Whether the first start fills an empty database with the sample.
SAMPLE = env.bool("SAMPLE", default=not PRODUCTION)

# https://docs.djangoproject.com/en/5.2/ref/settings/#core-settings
DEBUG = env.bool("DEBUG", default=False)
# Read where the first `manage.py start` generated them (cms/core/installation_secrets.py); never written here.
SECRETS_FOLDER = VAR / "secrets"
SECRET_KEY = env.str("SECRET_KEY", default="") or read_secret(SECRETS_FOLDER, "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", urlsplit(BASE_URL).hostname])
# Earlier values, newest first: sessions and the keys of accounts elsewhere (cms/core/encryption.py) can still be read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs the links in readers' mail and on paper, and hashes suppressed addresses (cms/core/signing.py). To replace it,
# put the old one into READERS_SECRET_FALLBACKS, newest first, and never remove the last: the links already sent would
# break, and suppressed addresses would be forgotten.
READERS_SECRET = env.str("READERS_SECRET", default="") or read_secret(SECRETS_FOLDER, "readers_secret")
READERS_SECRET_FALLBACKS = env.list("READERS_SECRET_FALLBACKS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

# ── Apps ────────────────────────────────────────────────────────────────────────────────────────────────────────────

INSTALLED_APPS = [
    "cms.users.apps.UsersConfig",
    "media",
    "cms",
    "newsletter",
    "campaigns",
    "campaigns.sandbox",
    "ninja",  # serves the API's interactive documentation from here instead of a CDN
    "wagtail.contrib.settings",
    "cms.users.apps.TeamConfig",  # Wagtail's users, with our screens
    "wagtail.sites",  # the explorer of pages, which superusers reach, links to it
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "huey.contrib.djhuey",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.admin.chrome.csp.AdminContentSecurityPolicy",
    "cms.core.http.storable_input.ReadAsUtf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "media.middleware.RefusedFiles",
    "cms.api.middleware.ApiDelivery",
    "cms.users.login_rate_limit.LoginRateLimit",
    "cms.core.http.storable_input.RefuseUnstorableInput",
    "cms.admin.changes.asked.SayWhatWasAsked",
    "cms.admin.chrome.refusals.SayRefusals",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
AUTH_USER_MODEL = "users.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# ── Database and queue ──────────────────────────────────────────────────────────────────────────────────────────────

# DATABASE_URL=postgres://user:password@host/name for PostgreSQL; a file in VAR otherwise.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'cosecha.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: two processes that read and then write wait for each other instead of failing.
    # synchronous=FULL: an intent that was committed survives a power cut.
    # secure_delete: what is erased or changed is written over, whatever SQLite was built with.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; "
        "PRAGMA secure_delete=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The planner overestimates the cost of the gate's query: JIT compilation took up to 30 times as long as running it.
    # https://www.postgresql.org/docs/current/jit-decision.html ; options in DATABASE_URL replace this.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# HUEY_URL=redis://host:6379/0 or postgres://…; a file in VAR otherwise.
# Installations that share one Redis or PostgreSQL for it need a QUEUE_NAME each.
HUEY_URL = env.str("HUEY_URL", default="sqlite://")
QUEUE_NAME = env.str("QUEUE_NAME", default="cosecha")
HUEY = huey_from_url(HUEY_URL, VAR, QUEUE_NAME)

# ── Languages and time ──────────────────────────────────────────────────────────────────────────────────────────────

# Django does not know Quechua, so its name is registered here.
locale.LANG_INFO.setdefault("qu", {"bidi": False, "code": "qu", "name": "Quechua", "name_local": "Runasimi"})
LANGUAGE_CODE = "es"
LANGUAGES = [
    ("es", _("Spanish")),
    ("en", _("English")),
    ("fr", _("French")),
    ("nl", _("Dutch")),
    ("qu", _("Quechua")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# The languages of readers: public pages and emails are written in each of them, the first of which is LANGUAGE_CODE.
# Content may be in any of LANGUAGES; around what is in another, pages speak the first.
READER_LANGUAGES = ["es", "en", "fr", "nl"]
# https://docs.wagtail.org/en/stable/reference/settings.html#date-and-datetime-inputs
FORMAT_MODULE_PATH = ["cms.i18n.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILADMIN_USER_LOGIN_FORM = "cms.users.forms.StaffLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.users.password_reset.StaffPasswordResetForm"  # noqa: S105  # a class
WAGTAILADMIN_PERMITTED_LANGUAGES = [("es", "Español"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
# The second holds the Spanish that Wagtail itself lacks.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "wagtail_locale"]
TIME_ZONE = env.str("TIME_ZONE", default="America/Lima")

# ── The content API ─────────────────────────────────────────────────────────────────────────────────────────────────

# How often one client may ask.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=300)
# How many proxies of ours write X-Forwarded-For. With 0 that header is not believed; -1: it is certain there are none.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
# All of VAR is its owner's alone: a proxy that serves collected files itself needs another folder.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static"))).absolute()
WHITENOISE_USE_FINDERS = True  # serves static files from the packages: nothing to collect before a first run
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR / "uploads"
# https://docs.djangoproject.com/en/5.2/ref/settings/#file-upload-permissions ; set whatever the umask is.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
SERVE_UPLOADS = env.bool("SERVE_UPLOADS", default=True)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# ── Mail ────────────────────────────────────────────────────────────────────────────────────────────────────────────

# The local mailbox listens here and keeps what arrives in VAR; set EMAIL_URL to send through a real server instead.
MAILBOX_PORT = env.int("MAILBOX_PORT", default=8025)
MAILBOX_FOLDER = VAR / "mailbox"
EMAIL_URL = env.str("EMAIL_URL", default=f"smtp://127.0.0.1:{MAILBOX_PORT}")
LOCAL_MAILBOX = f"smtp://127.0.0.1:{MAILBOX_PORT}" == EMAIL_URL
vars().update(environ.Env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Cosecha <avisos@cosecha.example.org>")
# How long the link in the mail that asks a reader to confirm works; an ask that nobody confirmed is deleted some days
# after it. Links to leave never end.
CONFIRM_WITHIN = timedelta(days=env.int("CONFIRM_WITHIN_DAYS", default=7))
# A worker that did not settle a mail within this time is taken for dead.
SENDING_LEASE = timedelta(seconds=env.int("SENDING_LEASE_SECONDS", default=180))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL

# ── Networks ────────────────────────────────────────────────────────────────────────────────────────────────────────

# Where the sandbox network answers: this installation's own web server unless told otherwise.
SANDBOX_URL = env.str("SANDBOX_URL", default=BASE_URL).rstrip("/")
# Where X answers, and where its page asks people for their yes. Others only for a simulator of X.
X_API_URL = env.str("X_API_URL", default="https://api.twitter.com").rstrip("/")
X_URL = env.str("X_URL", default="https://x.com").rstrip("/")
# Servers that people chose must be public ones, over https, save those named here as host:port. For tests.
OUTBOUND_ALLOWED = env.list("OUTBOUND_ALLOWED", default=[])
# Seconds to wait for a network's answer; and, when it was lost, to wait before looking whether the post is there, and
# several times as long before each further look (campaigns/publishing/reconcile.py).
NETWORK_TIMEOUT = env.float("NETWORK_TIMEOUT", default=20.0)
NETWORK_LOOK_AFTER = env.float("NETWORK_LOOK_AFTER", default=20.0)
# Seconds a worker has for one post. Longer than any call may take; after it, the worker counts as gone.
NETWORK_LEASE = env.float("NETWORK_LEASE", default=180.0)

# ── Wagtail ─────────────────────────────────────────────────────────────────────────────────────────────────────────

# https://docs.wagtail.org/en/stable/reference/settings.html
WAGTAIL_SITE_NAME = "Cosecha"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.admin.changes.forms.ShownImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.admin.changes.forms.ShownDocumentForm"
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# The kinds that are cleaned of what says who made them (media/documents).
WAGTAILDOCS_EXTENSIONS = ["docx", "odt", "pdf", "md", "txt", "mp3", "jpg", "jpeg", "png"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing phones home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "bold", "italic", "ul", "ol", "link", "blockquote"]},
    },
}

# ── Security ────────────────────────────────────────────────────────────────────────────────────────────────────────

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
# Where tries (to sign in, for a new password, to join, to read the API) are counted for all web processes together:
# redis://host:6379/0, which is the queue's unless told otherwise; else PostgreSQL where that is the database; else a
# file in VAR (cms/core/rate_limits.py).
LIMITS_URL = env.str("LIMITS_URL", default=HUEY_URL if HUEY_URL.startswith(("redis://", "rediss://")) else "")
CSRF_FAILURE_VIEW = "cms.public.pages.error_views.refused_form"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it asks for DENY, and the admin shows its previews in frames of its own
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    # https://docs.djangoproject.com/en/5.2/howto/deployment/checklist/
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# https://django-csp.readthedocs.io/en/latest/configuration.html ; the admin has its own (cms/admin/chrome/csp.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF, "data:", "blob:"],
}

# ── Logs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"))
