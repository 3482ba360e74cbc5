"""What cms adds to the admin. Each hook lives in the module of `cms.admin` that it is about."""

import cms.admin.report_review
import cms.admin.reports  # noqa: F401
from cms import evidence, tombstone  # noqa: F401
from cms.admin import branding, content, deleting, home, item_views, log_actions, people  # noqa: F401
from cms.users import screens  # noqa: F401
