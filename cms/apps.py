from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from cms import channels, signals, tombstone
        from cms.public.copies import WebChannel

        signals.connect()
        tombstone.connect()
        channels.register(WebChannel())
