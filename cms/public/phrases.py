"""What readers call things. Complete in every language in which the pages speak (see `cms.translations`)."""

from django.utils.translation import gettext as _

from cms.models import Kind, Learning


def kind_name(kind: str) -> str:
    """One of a kind."""
    return {Kind.QUOTE: _("Quote"), Kind.TESTIMONY: _("Testimony"), Kind.LEARNING: _("Learning")}[Kind(kind)]


def section_name(kind: str) -> str:
    """All of a kind."""
    return {Kind.QUOTE: _("Quotes"), Kind.TESTIMONY: _("Testimonies"), Kind.LEARNING: _("Learnings")}[Kind(kind)]


def section_introduction(kind: str) -> str:
    """What stands under the name of a section."""
    return {
        Kind.QUOTE: _("What people said, in their own words."),
        Kind.TESTIMONY: _("Stories told by those who lived them."),
        Kind.LEARNING: _("What we learned together, and what we propose."),
    }[Kind(kind)]


def type_name(type_: str) -> str:
    """What sort of learning it is."""
    return {
        Learning.Type.LEARNING: _("Learning"),
        Learning.Type.CHALLENGE: _("Challenge"),
        Learning.Type.RECOMMENDATION: _("Recommendation"),
        Learning.Type.PROPOSAL: _("Proposal"),
        Learning.Type.QUICK_WIN: _("Quick win"),
    }[Learning.Type(type_)]


def language_note(language: str) -> str:
    """What stands over words that are not in the language of the page."""
    return {
        "es": _("These words are in Spanish, as they were said. There is no translation yet."),
        "en": _("These words are in English, as they were said. There is no translation yet."),
        "fr": _("These words are in French, as they were said. There is no translation yet."),
        "nl": _("These words are in Dutch, as they were said. There is no translation yet."),
        "qu": _("These words are in Quechua, as they were said. There is no translation yet."),
    }[language]
