"""If these fail, nobody is told that an edition's own text names somebody who stands in it without their name."""

from __future__ import annotations

import pytest

from cms.models import Credit
from newsletter.editions.warnings import warn_of_names
from newsletter.rendering.email import words_of
from tests.factories import make_consent, make_contributor, make_quote

pytestmark = pytest.mark.django_db
NOTHING = {"es": "Hola", "en": "", "fr": "", "nl": ""}


def told_of(edition):
    return warn_of_names(edition, words_of(edition, "es"))


@pytest.fixture
def quote():
    return make_quote(consent=make_consent(make_contributor("Teodora Huamán Quispe"), credit=Credit.ANONYMOUS))


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        (("introduction", {**NOTHING, "es": "Gracias a Teodora por su valor."}), {}),
        (("text", {**NOTHING, "fr": "Merci à **T e o d o r a**."}), {}),
        (("text", {**NOTHING, "en": "[Thanks](https://example.org/teodora-huaman)"}), {}),
        (("button", {**NOTHING, "nl": "Lees TEODORA", "url": "https://example.org"}), {}),
        (("text", NOTHING), {"subject": "Lo que dijo Huamán"}),
        (("text", NOTHING), {"preheader": "Teodora\u00ad Huamán"}),
        (("text", NOTHING), {"subjects": {"en": "What Тeodora said"}}),
    ],
    ids=str,
)
def test_a_name_that_somebody_keeps_back_is_told_wherever_it_was_typed(make_edition, quote, block, fields):
    told = told_of(make_edition(("quotes", [quote]), block, **fields))
    assert told
    assert "Teodora" in told[0] or "Huamán" in told[0]


def test_names_that_are_shown_and_people_who_are_not_in_it_are_no_matter(make_edition, quote):
    named = make_quote(consent=make_consent(make_contributor("Rosa Condori Mamani")))
    block = ("text", {**NOTHING, "es": "Gracias a Rosa Condori, y a Teodora."})
    assert told_of(make_edition(("quotes", [named]), block)) == []
    assert told_of(make_edition(("quotes", [quote]), ("text", NOTHING))) == []
