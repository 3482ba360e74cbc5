"""The newsletter's addresses for readers. Those in mails already sent must work for years: never change them."""

from django.urls import path

from newsletter.public.subscribe import confirm_page, subscribe_page
from newsletter.public.unsubscribe import by_mail_page, preferences_page, unsubscribe_page
from newsletter.public.web_version import web_version

urlpatterns = [
    path("baja/", by_mail_page, name="newsletter_by_mail"),
    path("baja/<str:token>/", unsubscribe_page, name="newsletter_unsubscribe"),
    path("preferencias/<str:token>/", preferences_page, name="newsletter_preferences"),
    path("confirmar/<str:token>/", confirm_page, name="newsletter_confirm"),
    path("suscribirse/<slug:audience>/", subscribe_page, name="newsletter_subscribe"),
    path("<slug:slug>/<str:language>/", web_version, name="newsletter_web"),
]
