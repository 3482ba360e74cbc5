"""Where people leave their words. Everything below this is what the service worker may answer."""

from django.urls import path

from cms.capture.public import views

urlpatterns = [
    path("worker.js", views.service_worker, name="capture_worker"),
    path("<str:token>/", views.capture_page, name="capture"),
]
