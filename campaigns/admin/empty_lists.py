"""What the lists about campaigns say while they are empty."""

from django.utils.translation import gettext_lazy as _

from cms.admin.chrome.empty_lists import EmptyList, say_when_empty

say_when_empty(
    {
        "campaigns.campaign": EmptyList(
            "calendar-alt",
            _("No campaigns yet"),
            _(
                "A campaign has topics, dates and weekly slots. “Plan” fills the slots with what may go out on those "
                "days; you approve each post, and it appears by itself."
            ),
            _("Begin the first campaign"),
        ),
        "campaigns.post": EmptyList(
            "list-ul",
            _("No posts yet"),
            _("A post is one piece of a campaign on one account. They appear here when a campaign is planned."),
            _("Go to the campaigns"),
            leads_to="campaigns:index",
            permission="campaigns.view_campaign",
        ),
        "campaigns.account": EmptyList(
            "user",
            _("No accounts yet"),
            _("Posts go out to accounts. Begin with one on the sandbox network, which nobody outside reads."),
            _("Open a sandbox account"),
        ),
    }
)
