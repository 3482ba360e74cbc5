"""The questions, one at a time: the text of each, one plain sentence that explains it, and when it is shown."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FormStep:
    """One question. `when` names the answer that makes it one ("kind=testimony", "photo"); without a script it is
    asked of everybody, and may be left."""

    name: str
    fields: tuple[str, ...]
    title: Any = ""
    help: Any = ""
    when: str = ""
    is_consent: bool = False


STEPS = (
    FormStep("kind", ("kind", "language"), _("What do you want to leave us?"), _("Choose one.")),
    FormStep("words", ("words",), _("Tell us as you would say it"), _("We do not change your words.")),
    FormStep(
        "photo",
        ("photo",),
        _("Do you want to add a photo?"),
        _("Only with a story, and only if you want. We erase the place and the hour that the phone hides in it."),
        "kind=testimony",
    ),
    FormStep(
        "who",
        ("name", "role", "region"),
        _("Who are you?"),
        _("This is for the team. Later you decide whether your name is shown."),
    ),
    FormStep("organisation", ("organisation",), _("Do you come with an organisation?"), _("If not, leave it empty.")),
    FormStep(
        "contact",
        ("contact",),
        _("How can we find you?"),
        _("To tell you where your words are, and in case you change your mind. Nobody outside the team sees it."),
    ),
    FormStep("topic", ("topic",), _("What is it about?"), _("If you do not know, leave it empty.")),
    FormStep(
        "web",
        ("web",),
        _("May it be on our website?"),
        _("Anybody with internet can read it there. If you say so, we take it down."),
        is_consent=True,
    ),
    FormStep(
        "newsletter",
        ("newsletter",),
        _("May it be in our monthly email?"),
        _("It goes to the people who asked for it. A mail that has arrived cannot be called back."),
        is_consent=True,
    ),
    FormStep(
        "social",
        ("social",),
        _("May it be on social networks?"),
        _("Anybody can see it and share it. We can delete ours, but not what others have copied."),
        is_consent=True,
    ),
    FormStep(
        "credit",
        ("credit",),
        _("What do we put next to your words?"),
        _("It is what everybody sees. You choose how much."),
        is_consent=True,
    ),
    FormStep(
        "face",
        ("face",),
        _("May your face be seen?"),
        _("If not, we keep the photo for ourselves. Answer only if you put a photo."),
        "photo",
        is_consent=True,
    ),
    FormStep(
        "place",
        ("place",),
        _("May we say where you are from?"),
        _("Your community, town or region. Sometimes that is enough to recognise somebody."),
        is_consent=True,
    ),
    FormStep(
        "shows_organisation",
        ("shows_organisation",),
        _("May we name your organisation?"),
        _("It stands next to your words. Answer only if you come with one."),
        "organisation",
        is_consent=True,
    ),
    FormStep(
        "until",
        ("until",),
        _("How long do you give us permission?"),
        _("When it ends we take everything down. You can also end it before, any day."),
        is_consent=True,
    ),
    FormStep(
        "minor",
        ("minor", "guardian"),
        _("Are you under 18?"),
        _("Then an adult of your family decides with you."),
        is_consent=True,
    ),
    FormStep(
        "proof",
        ("proof", "typed_name", "witness"),
        _("Say yes"),
        _("With this you confirm what you chose. The proof is kept locked away: it is never published."),
    ),
)
