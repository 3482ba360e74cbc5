"""How a `Content` will look, before it is published, everywhere it may go."""

from __future__ import annotations

import html
import json

import pytest

from cms.models import CONTENT_MODELS, Item
from tests.factories import make_consent, make_contributor, make_learning, make_quote, make_resource, make_testimony

pytestmark = pytest.mark.django_db


def preview(rf, content, mode):
    return content.serve_preview(rf.get("/"), mode).content.decode()


def answer_in(page):
    return json.loads(html.unescape(page.split("<pre>")[1].split("</pre>")[0]))


@pytest.mark.parametrize("make", [make_quote, make_testimony, make_learning, make_resource])
def test_the_api_preview_of_what_is_live_is_what_the_api_answers(rf, client, make):
    content = make()
    page = preview(rf, content, "api")
    address = page.split("GET ")[1].split("</code>")[0]
    said = client.get(address).json()
    shown = answer_in(page)
    # A preview does not ask when terms were recorded or somebody approved.
    assert {k: v for k, v in shown.items() if k != "updated_at"} == {k: v for k, v in said.items() if k != "updated_at"}


def test_the_api_preview_of_a_draft_shows_the_person_as_the_consent_allows(rf):
    consent = make_consent(make_contributor("Rosa Quispe"), credit="anonymous")
    quote = make_quote("Todavía no <se> publica.", consent=consent, live=False)
    page = preview(rf, quote, "api")
    assert answer_in(page)["text"] == "Todavía no <se> publica."
    assert "Rosa" not in page
    assert Item.objects.get().contents(live_only=True) == []


def test_every_kind_can_be_looked_at_in_every_way_it_offers(rf):
    made = [make_quote(), make_testimony(), make_learning(), make_resource()]
    assert {type(content) for content in made} <= set(CONTENT_MODELS)
    for content in made:
        modes = [name for name, _label in content.preview_modes]
        assert modes[0] == "page"
        assert modes[-1] == "api"
        for mode in modes:
            assert "<html" in preview(rf, content, mode), (content.kind, mode)


def test_an_emails_own_styles_may_show_in_the_preview_and_nothing_of_it_may_run():
    policy = make_quote().make_preview_request(preview_mode="edition")["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
