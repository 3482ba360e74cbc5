"""What a list says while it has no rows: what it is for, and the first step towards its first row.

Each app registers the texts for its own models in its module `admin/empty_lists.py`; every list view whose model is
registered shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EmptyList:
    """The words of one empty list. Its button adds the first row, unless that begins on the page `leads_to`."""

    icon: str
    title: Promise
    sentence: Promise
    step: Promise
    leads_to: str = ""
    permission: str = ""


EMPTY_LISTS: dict[str, EmptyList] = {}


def say_when_empty(words: Mapping[str, EmptyList]) -> None:
    """Give lists their words, by the label of their model: "cms.quote"."""
    EMPTY_LISTS.update(words)


say_when_empty(
    {
        "cms.quote": EmptyList(
            "openquote",
            _("No quotes yet"),
            _(
                "A quote is what somebody said, in their exact words. Read in a workshop report and its quotes become "
                "drafts here, or write one yourself."
            ),
            _("Write the first quote"),
        ),
        "cms.testimony": EmptyList(
            "user",
            _("No testimonies yet"),
            _(
                "A testimony is somebody's story, with their consent. Start with a title; you can add the photo and "
                "the consent later."
            ),
            _("Write the first testimony"),
        ),
        "cms.learning": EmptyList(
            "glasses",
            _("No learnings yet"),
            _(
                "A learning is something the group found out, or proposes. Read in a workshop report and its "
                "learnings become drafts here."
            ),
            _("Write the first learning"),
        ),
        "cms.resource": EmptyList(
            "folder-open-inverse",
            _("No resources yet"),
            _(
                "Resources are the digital library: guides, case studies, tools, reports and videos. Each is a file or "
                "a link, with its authors and what others may do with it."
            ),
            _("Add the first resource"),
        ),
        "cms.webinar": EmptyList(
            "desktop",
            _("No webinars yet"),
            _(
                "Announce an online meeting with its hour and time zone. The link to join stays with the team; "
                "the recording comes later, for everybody."
            ),
            _("Announce the first webinar"),
        ),
        "cms.discussiongroup": EmptyList(
            "group",
            _("No discussion groups yet"),
            _(
                "Where the conversation goes on after the workshop: a chat, a mailing list, a forum. You say who may "
                "see the invitation."
            ),
            _("Add the first group"),
        ),
        "cms.commitment": EmptyList(
            "tasks",
            _("No commitments yet"),
            _(
                "What a person or an organisation promised, by when, and how it went. Read in a workshop report and "
                "its commitments become drafts here."
            ),
            _("Write the first commitment"),
        ),
        "cms.topic": EmptyList(
            "tag",
            _("No topics yet"),
            _(
                "Topics join quotes, testimonies and learnings that are about the same thing. Five to ten are enough "
                "to begin."
            ),
            _("Add the first topic"),
        ),
        "cms.report": EmptyList(
            "doc-full-inverse",
            _("No reports yet"),
            _(
                "Bring in the report of a workshop. You will see it passage by passage, each with what it could "
                "become: a quote, a testimony, a learning. You decide."
            ),
            _("Harvest a report"),
        ),
        "cms.contributor": EmptyList(
            "user",
            _("Nobody yet"),
            _(
                "Contributors are the people whose words these are. Write down who somebody is, then what they "
                "allow: without a consent, none of their words go anywhere."
            ),
            _("Add the first person"),
        ),
        "cms.consent": EmptyList(
            "key",
            _("No consents yet"),
            _(
                "A consent says what somebody allowed: where their words may appear, how they are named, until when. "
                "Whatever it does not cover stays here."
            ),
            _("Record the first consent"),
        ),
        "cms.takeback": EmptyList(
            "no-view",
            _("Nobody has taken their words back"),
            _(
                "When somebody asks for it, their words are taken back from everywhere at once, and here is the "
                "receipt of each copy. It begins on that person's page."
            ),
            _("Look for the person"),
            leads_to="wagtailsnippets_cms_contributor:list",
            permission="cms.withdraw_item",
        ),
        "cms.workshop": EmptyList(
            "group",
            _("No workshops yet"),
            _(
                "A workshop is where the words were said. Its report, and everything harvested from it, carries its "
                "name, place and date."
            ),
            _("Add the first workshop"),
        ),
        "cms.organisation": EmptyList(
            "site",
            _("No organisations yet"),
            _("The organisations of the network: those that hold the workshops, and those that people come from."),
            _("Add the first organisation"),
        ),
        "media.customimage": EmptyList(
            "image",
            _("No images yet"),
            _("Photos and drawings for testimonies, cards and the monthly email. Say of each what there is to see."),
            _("Upload the first image"),
        ),
        "media.customdocument": EmptyList(
            "doc-full-inverse",
            _("No documents yet"),
            _("Files that go with the content, and the signed sheets of consents, which only the team can open."),
            _("Upload the first document"),
        ),
    }
)
