"""Why a passage got its suggestion, and why a line was left out, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.harvest.reading.blocks import LeftOut

# With %(about)s where the reason speaks of something in the report.
REASONS = {
    "said_by": gettext_lazy("in quotation marks, followed by a name: %(about)s"),
    "told_by": gettext_lazy("in quotation marks, after a name: %(about)s"),
    "in_quotation_marks": gettext_lazy("in quotation marks"),
    "set_apart": gettext_lazy("set apart as a quotation"),
    "opens_a_list": gettext_lazy("only leads to what comes next"),
    "introduces": gettext_lazy("introduces the list under “%(about)s”"),
    "first_person": gettext_lazy("somebody tells their own story"),
    "under_title": gettext_lazy("under the title “%(about)s”"),
    "called_in_contents": gettext_lazy("the table of contents calls this section “%(about)s”"),
    "has_an_address": gettext_lazy("has the address of a website"),
    "says": gettext_lazy("says “%(about)s”"),
    "announced_as": gettext_lazy("the report presents it so: “%(about)s”"),
    "in_activity": gettext_lazy("came out of the activity “%(about)s”"),
    "tells_how_it_went": gettext_lazy("tells how the workshop went, under “%(about)s”"),
    "no_sign": gettext_lazy("nothing in it says what it is"),
}

OMISSIONS = {
    LeftOut.COVER: gettext_lazy("cover"),
    LeftOut.CONTENTS: gettext_lazy("table of contents"),
    LeftOut.RUNNING: gettext_lazy("repeated on every page"),
    LeftOut.DATE: gettext_lazy("date"),
    LeftOut.NUMBER: gettext_lazy("section number"),
    LeftOut.ANNOUNCED: gettext_lazy("repeats a title"),
    LeftOut.CLOSING: gettext_lazy("closing page"),
    LeftOut.COMMENT: gettext_lazy("invisible comment"),
    LeftOut.DUPLICATE: gettext_lazy("the same line twice"),
    LeftOut.BARE_TITLE: gettext_lazy("title without text"),
    LeftOut.IMAGE: gettext_lazy("pages that are only a picture"),
}


def sentence(code: str, about: str) -> str:
    """The reason as a sentence; empty for a code that is no longer known."""
    template = REASONS.get(code)
    return str(template) % {"about": about} if template else ""


def why_left_out(code: str) -> str:
    """Why a line is not among the passages."""
    return str(OMISSIONS[LeftOut(code)]) if code in set(LeftOut) else _("page furniture")
