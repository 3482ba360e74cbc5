from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from cms import signals
        from cms.admin import review

        signals.connect()
        post_migrate.connect(review.after_migrate, dispatch_uid="ensure_review")
