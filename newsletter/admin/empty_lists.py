"""What the newsletter's lists say while they are empty."""

from django.utils.translation import gettext_lazy as _

from cms.admin.chrome.empty_lists import EmptyList, say_when_empty

say_when_empty(
    {
        "newsletter.edition": EmptyList(
            "mail",
            _("No editions yet"),
            _(
                "An edition is one month's email. A recipe builds it from what may go out by then; you look at it, "
                "change what you like, and approve it. Nothing is sent without that."
            ),
            _("Go to the recipes"),
            leads_to="recipes:index",
            permission="newsletter.view_recipe",
        ),
        "newsletter.recipe": EmptyList(
            "list-ol",
            _("No recipes yet"),
            _(
                "A recipe says how the monthly email builds itself: for which audience, with how many quotes, "
                "testimonies and learnings, on which day, and who reviews it."
            ),
            _("Write the first recipe"),
        ),
        "newsletter.audience": EmptyList(
            "group",
            _("No audiences yet"),
            _(
                "An audience is who gets an email: it has a name of its own, a sender, and a form with which people "
                "join it."
            ),
            _("Add the first audience"),
        ),
        "newsletter.subscriber": EmptyList(
            "user",
            _("No subscribers yet"),
            _(
                "Here are the people who asked for the email, with the proof that they did. They join with the form "
                "of the website; those who signed a sheet you write down yourself."
            ),
            _("Write down the first one"),
        ),
        "newsletter.suppression": EmptyList(
            "no-view",
            _("No address is excluded"),
            _(
                "Addresses that are not written to again: of those who leave, those who mark us as spam, and those "
                "that no longer exist. This list fills itself; you add to it when somebody asks you."
            ),
            _("Exclude an address"),
        ),
    }
)
