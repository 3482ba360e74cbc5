"""If these fail, what somebody types is filled as if it were ours: with a reader's name, or one reader's links."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from html import unescape

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsletter.blocks.merge_tags import CLOSES, MARKS, OPENS, SLOT, SLOTS, fill, open_slots, slot
from newsletter.models import Audience, Edition
from newsletter.rendering import render_edition
from newsletter.sending.mime import ReaderValues, merge, prepare
from newsletter.sending.personalise import shared_headers
from tests.factories import make_quote
from tests.profiles import examples

looks_like_slots = st.sampled_from(
    [
        *("{{name}}", "{{ web_url }}", "{{{unsubscribe_url}}", "{ {name}}", "%(name)s", "{name}", "__slot_name__"),
        *(
            slot("name"),
            f"{OPENS}{OPENS}name{CLOSES}{CLOSES}",
            f"{OPENS}web_url",
            f"name{CLOSES}",
            "&#64976;name&#64977;",
        ),
        *("{", "{{", "}}", OPENS, CLOSES, "name", "unsubscribe_url"),
    ]
)
typed = st.lists(looks_like_slots | st.text("aé {}&<", max_size=5), max_size=6).map("".join)


def without(text: str) -> str:
    return text.replace(OPENS, "").replace(CLOSES, "")


@given(before=typed, between=typed, after=typed, name=st.sampled_from(SLOTS))
def test_only_the_templates_own_places_are_filled(before, between, after, name):
    opened = open_slots(f"{before}{MARKS[name]}{between}{MARKS['web_url']}{after}")
    assert SLOT.findall(opened) == [name, "web_url"]
    values = {key: f"<{slot('name')}>" for key in SLOTS}
    assert fill(opened, values) == f"{without(before)}{values[name]}{without(between)}{values[name]}{without(after)}"


class WhatIsTypedTest(TestCase):
    """An edition in which every text that staff write looks like a slot."""

    @settings(max_examples=examples(0.4))
    @given(subject=typed, words=typed)
    @example(subject="Hola {{name}}", words="Juntas {{{name}} llegamos " + slot("unsubscribe_url"))
    def test_a_reader_gets_what_was_typed_and_their_own_links_where_ours_stand(self, subject, words):
        audience = Audience.objects.create(
            name=f"Red {words}"[:80], slug="killari", from_name="Red", from_email="boletin@example.org"
        )
        quote = make_quote(f"Dijo: {words} fin.")
        edition = Edition(audience=audience, month=datetime(2026, 11, 1), subject=f"S{subject}"[:110])
        edition.preheader = words[:150]
        edition.body = [("quotes", [quote.item]), ("button", {"es": f"B{words}"[:50], "url": "https://e.org/{{name}}"})]
        edition.save()
        rendered = render_edition(edition, "es")
        values = {name: f"https://example.org/{name}" for name in SLOTS}
        content = merge(
            prepare(shared_headers(edition, rendered.subject), rendered.text, rendered.html),
            ReaderValues("ana@example.org", "Ana", "<1@example.org>", datetime(2026, 11, 5, tzinfo=UTC), values),
        )
        message = email.message_from_bytes(content, policy=email.policy.default)
        text, html = (
            message.get_body((kind,)).get_payload(decode=True).decode().replace("\r\n", "\n")
            for kind in ("plain", "html")
        )
        for name in ("web_url", "unsubscribe_url", "preferences_url"):
            assert text.count(values[name]) == html.count(values[name]) == 1
        assert values["name"] not in text + html
        assert spaced(f"Dijo: {words} fin.") in spaced(text)
        assert spaced(f"Dijo: {words} fin.") in spaced(unescape(re.sub(r"<br[^>]*>", " ", html)))
        assert spaced(str(message["Subject"])) == spaced(edition.subject)


def spaced(text: str) -> str:
    return " ".join(without(text).split())
