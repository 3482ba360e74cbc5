"""If these fail, mail arrives garbled, is refused for its form, or carries headers that a reader wrote."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.core.text import make_one_line
from newsletter.blocks.merge_tags import SLOT, slot
from newsletter.blocks.merge_tags import SLOTS as NAMES
from newsletter.sending.mime import (
    INVISIBLE,
    BadHeaderError,
    ReaderValues,
    SharedHeaders,
    encoded_words,
    envelope_address,
    merge,
    prepare,
)

SHARED = SharedHeaders(
    "Red Killari",
    "boletin@example.org",
    "hola@example.org",
    "Boletín de la red",
    "killari.example.org",
    "Noviembre",
    "1:k:b:c",
)
URL = "https://example.org/boletin/baja/abc_-1/"
SLOTS = [slot(name) for name in NAMES]

letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029{}")
words = st.text(letters | st.just("\n"), max_size=120)
texts = st.lists(words | st.sampled_from(SLOTS), max_size=8).map("".join)
names = st.text(max_size=120)


def copy_for(name: str = "", **slots: str) -> ReaderValues:
    values = {
        "unsubscribe_url": URL,
        "web_url": "https://example.org/w",
        "name": name,
        "preferences_url": URL + "?a=1&b=2",
    }
    return ReaderValues(
        "ana@example.org", name, "<1@example.org>", datetime(2026, 11, 5, 9, tzinfo=UTC), values | slots
    )


def parsed(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


def body(message, kind: str) -> str:
    return message.get_body((kind,)).get_payload(decode=True).decode().replace("\r\n", "\n")


def expected(text: str, copy: ReaderValues, escape=lambda value: value) -> str:
    return SLOT.sub(lambda match: escape(make_one_line(copy.slots.get(match[1], ""))), text)


@given(text=texts, html_text=texts, name=names)
@example(text="a" * 76 + SLOTS[2] + "b" * 75 + SLOTS[0] + "ñ" * 25 + SLOTS[2], html_text="a" * 74 + "ñ", name="z" * 76)
@example(text=".\n..\n.", html_text="a" * 50_000, name="")
@example(
    text=f"fin {slot('name')}\n", html_text=f" {slot('name')} {slot('name')}", name="Ñusta 🌽\r\nBcc: x@example.org"
)
def test_what_arrives_is_what_was_written_with_the_slots_filled(text, html_text, name):
    import html

    copy = copy_for(name)
    content = merge(prepare(SHARED, text, html_text), copy)
    message = parsed(content)
    assert body(message, "plain") == expected(text, copy)
    assert body(message, "html") == expected(html_text, copy, html.escape)
    assert all(len(line) <= 76 for line in content.partition(b"\r\n\r\n")[2].split(b"\r\n"))
    assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in content.split(b"\r\n"))
    assert content.isascii()
    assert not message.defects


@given(name=names)
@example(name="Ana\r\nBcc: victima@example.org")
@example(name='Ana "la\\s" <x@example.org>, otro@example.org')
def test_a_name_adds_no_header_and_no_recipient(name):
    message = parsed(merge(prepare(SHARED, "t", "h"), copy_for(name)))
    assert len(message["To"].addresses) == 1
    assert message["To"].addresses[0].addr_spec == "ana@example.org"
    assert message["Bcc"] is None
    assert len(message.keys()) == len(set(message.keys()))


@given(st.text(letters, max_size=240))
def test_encoded_words_read_back(value):
    from email.header import decode_header, make_header

    encoded = encoded_words(value)
    assert all(len(line.strip()) <= 75 for line in encoded.split(b"\r\n"))
    assert str(make_header(decode_header(encoded.decode()))) == value


@given(name=names, text=texts)
def test_every_reader_can_leave_with_one_click(name, text):
    message = parsed(merge(prepare(SHARED, text, text), copy_for(name)))
    assert message["List-Unsubscribe"] == f"<{URL}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_headers_say_what_bulk_mail_must_say():
    message = parsed(merge(prepare(SHARED, "t", "h"), copy_for("Ana")))
    assert message["From"] == "Red Killari <boletin@example.org>"
    assert message["To"] == "Ana <ana@example.org>"
    assert message["Reply-To"] == "hola@example.org"
    assert message["Message-ID"] == "<1@example.org>"
    assert message["Date"].datetime == datetime(2026, 11, 5, 9, tzinfo=UTC)
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "no"
    assert message["List-Id"].endswith("<killari.example.org>")
    assert message["Feedback-ID"] == "1:k:b:c"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "field", ["from_name", "from_email", "reply_to", "list_name", "list_id", "subject", "feedback_id"]
)
@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\x00", "\u2028"])
def test_a_sender_with_a_line_break_is_refused(field, breaks):
    broken = replace(SHARED, **{field: f"a@example.org{breaks}Bcc: x@example.org"})
    with pytest.raises(BadHeaderError):
        prepare(broken, "t", "h")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.org\r\nBcc: c@d.org",
        "a b@c.org",
        "a@b.org,c@d.org",
        "<a@b.org>",
        "sin-arroba",
        "@b.org",
        "ñ@[127.0.0.1]",
        "a@☃.example.org",
    ],
)
def test_an_address_that_could_name_somebody_else_is_refused(address):
    with pytest.raises(BadHeaderError):
        envelope_address(address)


def test_a_domain_with_accents_travels_in_its_ascii_form():
    assert envelope_address("ana@señal.example.org") == "ana@xn--seal-hqa.example.org"
    assert envelope_address("ana@straße.example") == "ana@xn--strae-oqa.example"


@given(st.lists(st.sampled_from(["Ana", "\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\U000e0041", " ", "Ñ"])))
@example(["\u202e", "gro.elpmaxe@aciv", "\u202c"])
def test_nothing_invisible_reaches_a_header(pieces):
    name = "".join(pieces)
    copy = replace(copy_for(name), to_name=name)
    shared = replace(SHARED, from_name=name, list_name=name, subject=name)
    message = parsed(merge(prepare(shared, "t", "h"), copy))
    for header in ("To", "From", "Subject", "List-Id"):
        assert not INVISIBLE.search(str(message[header])), header


def test_a_name_that_looks_like_an_encoded_word_is_shown_as_it_is():
    name = "=?utf-8?b?QmFuY28=?="
    shared = replace(SHARED, from_name=name, list_name=name, subject=name)
    content = merge(prepare(shared, "t", "h"), replace(copy_for(), to_name=name))
    assert name.encode() not in content
    message = parsed(content)
    assert (message["Subject"], message["To"].addresses[0].display_name) == (name, name)


def test_a_name_that_looks_like_a_slot_is_not_filled_again():
    message = parsed(merge(prepare(SHARED, f"Hola {slot('name')}", "h"), copy_for(slot("unsubscribe_url"))))
    assert body(message, "plain") == "Hola unsubscribe_url"
