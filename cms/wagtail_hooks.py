"""What cms adds to the admin. Each hook lives in the module of `cms.admin` that it is about."""

import cms.admin.changes.views
import cms.admin.chrome.branding
import cms.admin.chrome.guide
import cms.admin.chrome.log_actions
import cms.admin.content.approve_item
import cms.admin.content.delete
import cms.admin.content.translations
import cms.admin.content.viewsets
import cms.admin.home.lost_approvals
import cms.admin.home.panels
import cms.admin.impact.views
import cms.admin.imports
import cms.admin.people.evidence
import cms.admin.people.viewsets
import cms.admin.reports.urls
import cms.admin.reports.viewset
import cms.users.bulk_actions
import cms.users.views
