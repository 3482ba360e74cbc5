"""What an edition says of itself. Complete in every language in which one is written (see `cms.i18n.catalogues`)."""

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from cms.public.pages.languages import override_interface_language


def greeting(language: str) -> str:
    """The introduction of a new draft, for staff to go on from."""
    with override(language):
        return _("Hello,\n\nThis is what this month’s harvest brought.")


def subject(month: str, topics: str, language: str) -> str:
    with override(language):
        return pgettext("subject of an edition", "{month}: {topics}").format(month=month, topics=topics)


def preheader(language: str) -> str:
    with override(language):
        return _("This month’s voices and learnings, told by the people who lived them.")


def since(language: str) -> str:
    """What stands before the day on which a reader subscribed."""
    with override(language):
        return _("Date of your subscription:")


def quotation_marks(language: str) -> tuple[str, str]:
    """Those around words in `language`, which may be one in which no edition is written."""
    with override_interface_language(language):
        return pgettext("opening quotation mark", "“"), pgettext("closing quotation mark", "”")
