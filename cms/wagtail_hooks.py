"""What cms adds to the admin. Each hook lives in the module of `cms.admin` that it is about."""

import cms.admin.report_urls
import cms.admin.reports
import cms.admin.tables
from cms import tombstone
from cms.admin import branding, content, deleting, evidence, home, item_views, log_actions, people, translations
from cms.users import screens
