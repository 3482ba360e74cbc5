from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from cms.channels import register
        from cms.consent.lost_approvals import mark_when_saved
        from cms.jobs.holds import register_holder
        from newsletter.channel.channel import NewsletterChannel
        from newsletter.models import Audience, Edition
        from newsletter.sending.held_editions import EditionsHolder

        register(NewsletterChannel())
        mark_when_saved(Audience, Edition)
        register_holder(EditionsHolder())
