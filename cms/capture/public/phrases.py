"""What the form and its answers say. Few words, for people who read little; complete in every language of the pages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.models import ConsentTerms, Credit, Kind

YES_NO = [("yes", pgettext_lazy("capture", "Yes")), ("no", pgettext_lazy("capture", "No"))]
KINDS = [
    (Kind.QUOTE.value, gettext_lazy("A sentence or two")),
    (Kind.TESTIMONY.value, gettext_lazy("A story that happened to me")),
]
CREDITS = [
    (Credit.FULL_NAME.value, gettext_lazy("My full name")),
    (Credit.FIRST_NAME.value, gettext_lazy("My first name only")),
    (Credit.ROLE_REGION.value, gettext_lazy("Without my name: what I do and where I am from")),
    (Credit.ANONYMOUS.value, gettext_lazy("Nothing about me: anonymous")),
]
UNTIL = [
    ("1", gettext_lazy("One year")),
    ("3", gettext_lazy("Three years")),
    ("always", gettext_lazy("Until I say otherwise")),
]
PROOFS = [
    (ConsentTerms.How.SIGNED_FORM.value, gettext_lazy("Sign with my finger")),
    (ConsentTerms.How.RECORDED_VOICE.value, gettext_lazy("Record my voice")),
    (ConsentTerms.How.WITNESSED.value, gettext_lazy("Write my name, with a witness")),
]


def refusal(reason: str) -> str:
    """Why nothing arrived, and what to do."""
    return {
        "over": _("This link is closed. Show your words to somebody of the team: they can open it again."),
        "other_words": _("This form was already used for other words. Look through yours and send them again."),
        "too_many": _("Many people are sending at the same time. Wait a little and try again."),
        "busy": _("Other photos are being prepared right now. Nothing is lost: try again in a moment."),
        "too_large": _("This is too heavy to send. Choose a smaller photo or a shorter recording."),
        "bad_photo": _("We cannot read this photo. Choose another one, or send without it."),
        "bad_signature": _("We see no signature. Sign again."),
        "bad_voice": _("We cannot hear this recording. Record it again."),
        "unreadable": _("Something is missing. Look at what is marked."),
    }[reason]


def photo_needs_story() -> str:
    return _("A photo goes with a story. Choose the story, or take the photo out.")


def guardian_missing() -> str:
    return _("Write the name of the adult who decides with you.")


def name_and_witness() -> str:
    return _("Write your name and the name of who is with you.")


def answer_this() -> str:
    return _("Answer this question.")


def invitation(workshop: str, url: str, until: str) -> str:
    """What staff pass on with the link."""
    text = _("Tell us something about “%(workshop)s”: %(url)s It is open until %(until)s, also without a signal.")
    return text % {"workshop": workshop, "url": url, "until": until}
