from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from campaigns import networks
        from campaigns.channel.channel import CampaignsChannel
        from campaigns.models import Account, Campaign, Piece, Post
        from campaigns.publishing.held_posts import PostsHolder
        from cms import channels
        from cms.consent.lost_approvals import mark_when_saved
        from cms.jobs.holds import register_holder

        networks.offer("sandbox", _("Sandbox"), "campaigns.networks.sandbox:Sandbox")
        networks.offer("by_hand", _("By hand"), "campaigns.networks.by_hand:ByHand")
        networks.offer("mastodon", "Mastodon", "campaigns.networks.mastodon.network:Mastodon")
        networks.offer("x", "X", "campaigns.networks.x.network:X")
        networks.offer("bluesky", "Bluesky", "campaigns.networks.bluesky.network:Bluesky")
        networks.offer("telegram", _("Telegram channel"), "campaigns.networks.telegram.network:Telegram")
        networks.offer("facebook", _("Facebook Page"), "campaigns.networks.facebook.network:Facebook")
        networks.offer("instagram", "Instagram", "campaigns.networks.instagram.network:Instagram")
        networks.offer("threads", "Threads", "campaigns.networks.threads.network:Threads")
        networks.offer("linkedin", _("LinkedIn Page"), "campaigns.networks.linkedin.network:LinkedIn")
        channels.register(CampaignsChannel())
        mark_when_saved(Account, Campaign, Piece, Post)
        register_holder(PostsHolder())
