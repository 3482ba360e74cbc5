from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from campaigns import networks
        from campaigns.channel.channel import CampaignsChannel
        from campaigns.networks.sandbox import Sandbox
        from cms import channels

        networks.register(Sandbox())
        channels.register(CampaignsChannel())
