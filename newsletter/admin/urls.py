"""Where the newsletter's own pages of the admin are."""

from django.urls import path
from wagtail import hooks

from newsletter.admin.edition_page import approved_email, edition_action, edition_email, edition_page
from newsletter.admin.mailbox import delete_all, mailbox, message, message_part
from newsletter.admin.recipes import build_now


@hooks.register("register_admin_urls")
def register_newsletter_urls() -> list:
    return [
        path("newsletter/editions/<int:pk>/", edition_page, name="newsletter_edition"),
        path("newsletter/editions/<int:pk>/do/", edition_action, name="newsletter_edition_action"),
        path("newsletter/editions/<int:pk>/email/<str:mode>/", edition_email, name="newsletter_edition_email"),
        path("newsletter/editions/<int:pk>/approved/<str:language>/", approved_email, name="newsletter_approved_email"),
        path("newsletter/recipes/<int:pk>/build/", build_now, name="newsletter_build"),
        path("mailbox/", mailbox, name="mailbox"),
        path("mailbox/delete/", delete_all, name="mailbox_delete"),
        path("mailbox/<str:key>/", message, name="mailbox_message"),
        path("mailbox/<str:key>/<str:part>/", message_part, name="mailbox_part"),
    ]
