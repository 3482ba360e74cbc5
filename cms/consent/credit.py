"""How a person is named: the one place where a name is turned into what may be shown."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.consent.gate import Clearance, shown
from cms.models.consent import Credit
from cms.models.items import Item
from cms.models.people import Contributor


def credit_of(item: Item, language: str) -> str:
    """How the person behind `item` is named; empty where there is nobody, or no terms say how.

    The terms speak for the person who gave them, so it is that person who is named. Costs no query where consent,
    contributor and terms are loaded.
    """
    terms = item.terms
    return credit_line(item.consent.contributor, shown(terms), language) if item.consent and terms else ""


def credit_line(contributor: Contributor | None, shown: Clearance, language: str) -> str:
    """The line under somebody's words, in `language`; empty where there is nobody to name.

    Only what `shown` allows is ever read from `contributor`.
    """
    if contributor is None:
        return ""
    parts = [_name(contributor, shown, language)]
    if shown.shows_organisation and contributor.organisation:
        parts.append(contributor.organisation.name)
    return ", ".join(part for part in parts if part)


def _name(contributor: Contributor, shown: Clearance, language: str) -> str:
    if shown.credit == Credit.FULL_NAME:
        return contributor.full_name
    if shown.credit == Credit.FIRST_NAME:
        return contributor.first_name
    if shown.credit == Credit.ROLE_REGION:
        role_region = ", ".join(part for part in (contributor.role, contributor.region) if part)
        if role_region:
            return role_region
    with override(language):
        return _("A participant")
