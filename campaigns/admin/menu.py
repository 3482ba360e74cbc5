"""Campañas: the menu group and its pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from campaigns.admin.accounts import AccountViewSet
from campaigns.admin.campaigns import CampaignViewSet
from campaigns.admin.posts import PostViewSet
from campaigns.admin.timeline import TimelineViewSet


class CampaignsViewSetGroup(ViewSetGroup):
    menu_label = _("Campaigns")
    menu_name = "campaigns"
    menu_icon = "thumbtack"
    menu_order = 400
    items = (CampaignViewSet("campaigns"), PostViewSet("posts"), AccountViewSet("accounts"), TimelineViewSet("sandbox"))


@hooks.register("register_admin_viewset")
def register_campaigns() -> CampaignsViewSetGroup:
    return CampaignsViewSetGroup()
