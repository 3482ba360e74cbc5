from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from cms.channels import register
        from cms.consent.lost_approvals import mark_when_saved
        from newsletter.channel.channel import NewsletterChannel
        from newsletter.models import Audience, Edition

        register(NewsletterChannel())
        mark_when_saved(Audience, Edition)
