from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from cms.channels import register
        from cms.jobs.holds import register_holder
        from newsletter.channel.channel import NewsletterChannel
        from newsletter.sending.held_editions import EditionsHolder

        register(NewsletterChannel())
        register_holder(EditionsHolder())
