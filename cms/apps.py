from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from cms import channels, signals, tombstone
        from cms.admin import review, review_mail
        from cms.public.copies import WebChannel

        signals.connect()
        tombstone.connect()
        review_mail.connect()
        channels.register(WebChannel())
        post_migrate.connect(review.after_migrate, dispatch_uid="ensure_review")
