"""What others may do with a resource, in a reader's words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.models import Resource

RESERVED = Resource.Licence.RESERVED
PUBLIC_DOMAIN = Resource.Licence.PUBLIC_DOMAIN


@dataclass(frozen=True)
class LicenceView:
    """A licence. `url` is where it is explained; empty where nothing is allowed."""

    code: str
    name: str
    url: str


def licence_of(content: Any) -> LicenceView | None:
    """The licence of a resource, in the language that is being spoken; None where nobody said."""
    code = str(content.licence)
    if not code:
        return None
    if code == RESERVED:
        return LicenceView(code, _("All rights reserved"), "")
    if code == PUBLIC_DOMAIN:
        return LicenceView(code, _("Public domain (CC0)"), "https://creativecommons.org/publicdomain/zero/1.0/")
    terms, _dash, version = code.removeprefix("cc-").rpartition("-")
    url = f"https://creativecommons.org/licenses/{terms}/{version}/"
    return LicenceView(code, str(Resource.Licence(code).label), url)
