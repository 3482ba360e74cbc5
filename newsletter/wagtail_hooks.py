"""What the newsletter adds to the admin. Each hook lives in the module of `newsletter.admin` that it is about."""

from collections.abc import Iterable
from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsletter.admin import deliveries, empty_lists, log_actions, urls
from newsletter.admin.menu import NewsletterGroup
from newsletter.blocks.item_chooser import CHOOSERS

register_snippet(NewsletterGroup)


@hooks.register("register_admin_viewset")
def register_item_choosers() -> Iterable[Any]:
    return list(CHOOSERS.values())
