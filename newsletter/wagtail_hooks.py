"""What the newsletter adds to the admin. Each hook lives in the module of `newsletter.admin` that it is about."""

from wagtail.snippets.models import register_snippet

from newsletter.admin.menu import NewsletterGroup

register_snippet(NewsletterGroup)
