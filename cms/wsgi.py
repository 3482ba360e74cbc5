"""The web server's entry point."""

import os

from django.core.wsgi import get_wsgi_application

from cms.core.installation_secrets import require_secrets
from cms.ops.garbage import collect_seldom

collect_seldom()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
application = get_wsgi_application()
require_secrets()
