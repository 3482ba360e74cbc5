"""If these fail, one mailbox is several people here, or mail for one domain goes to another."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from media.text.email_address import LONGEST, canonical_address, shown_address

# As typed, and the one form; None where it is refused.
TABLE = [
    ("twin@example.org", "twin@example.org"),
    (" \u00a0Twin@EXAMPLE.org\u3000\n", "twin@example.org"),
    ("tw\u200bin@exam\u200cple.org", "twin@example.org"),
    ("tw\u00adin@exam\u00adple.org", "twin@example.org"),
    ("\u202atwin@example.org\u202c", "twin@example.org"),
    ("twin@ex\ufeffample\u2060.org\u200e", "twin@example.org"),
    ("tw\U000e0069in@exa\ufe0fmple.org", "twin@example.org"),
    ("ｔｗｉｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", "twin@example.org"),
    ("twin@example。org", "twin@example.org"),
    ("twin@example｡org", "twin@example.org"),
    ("twin﹫example.org", "twin@example.org"),
    ("twin@example.org.", "twin@example.org"),
    ('"twin"@example.org', "twin@example.org"),
    ('"t\\win"@example.org', "twin@example.org"),
    ("twin+boletin@example.org", "twin+boletin@example.org"),
    ("t.win@example.org", "t.win@example.org"),
    ("ana@STRASSE.example", "ana@strasse.example"),
    ("ana@straße.example", "ana@xn--strae-oqa.example"),
    ("ana@STRAẞE.example", "ana@xn--strae-oqa.example"),
    ("ana@XN--STRAE-OQA.example", "ana@xn--strae-oqa.example"),
    ("ana@sen\u0303al.example", "ana@xn--seal-hqa.example"),
    ("ana@señal.EXAMPLE", "ana@xn--seal-hqa.example"),
    ("ana@xn--seal-hqa.señal.example", "ana@xn--seal-hqa.xn--seal-hqa.example"),
    ("ana@نامه\u200cای.example", "ana@xn--mgba3gch31f060k.example"),
    ("JOSÉ@example.org", "josé@example.org"),
    ("jose\u0301@example.org", "josé@example.org"),
    ("", None),
    ("ana", None),
    ("@example.org", None),
    ("ana@", None),
    ("ana perez@example.org", None),
    ("ana@exam ple.org", None),
    ("ana@exam\u00a0ple.org", None),
    ('"ana perez"@example.org', None),
    ('"ana@casa"@example.org', None),
    ("ana@beto@example.org", None),
    ("ana@example.org, beto@example.org", None),
    ("Ana <ana@example.org>", None),
    ("ana@example.org\r\nBcc: beto@example.org", None),
    ("a\x00na@example.org", None),
    ("a\ud800na@example.org", None),
    (".ana@example.org", None),
    ("ana..b@example.org", None),
    ("ana@[127.0.0.1]", None),
    ("ana@[IPv6:::1]", None),
    ("ana@127.0.0.1", None),
    ("ana@localhost", None),
    ("ana@-example.org", None),
    ("ana@exam_ple.org", None),
    ("ana@☃.example", None),
    ("ana@xn--ls8h.example", None),
    ("ana@example..org", None),
    ("🌽@example.org", None),
    # Letters that are others in disguise (RFC 8265 §3.3, RFC 8264 §9.17).
    ("𝐭win@example.org", None),
    ("ﬁn@example.org", None),
    ("twin²@example.org", None),
    ("①@example.org", None),
    ("straße@example.org", "straße@example.org"),
    ("twin@ⓔxample.org", "twin@example.org"),
    ("twin@example.org..", None),
    ("twin@0x7f.1", None),
    ("twin@①.②.③.④", None),
    ("mailto:twin@example.org", None),
    ("tw(nota)in@example.org", None),
    ("twin@example\u2024org", None),
    ("\u212bsa@example.org", "åsa@example.org"),
    ("ｶﾞ@example.org", "ガ@example.org"),
    ("twin@\u1100\u1161\u11a8.org", "twin@xn--p39a.org"),
    ("\u0301ana@example.org", None),
    (f"ana@{'a' * 63}.org", f"ana@{'a' * 63}.org"),
    (f"ana@{'a' * 64}.org", None),
    (f"ana@{'ñ' * 63}.org", None),
    (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    (f"{'a' * 65}@example.org", None),
    (f"{'ñ' * 33}@example.org", None),
    (f"{'a' * 296}@example.org", None),
    (f"ana@{'.'.join(['a' * 60] * 5)}.org", None),
]

SIGNS = ["\u200b", "\u200c", "\u200d", "́", "。", "＠", "ａ", "xn--", "İ", "Σ", "ﬁ"]
pieces = st.lists(st.sampled_from([*"aAbñÑß.@+\"' _-<>,\n", *SIGNS])).map("".join)
typed = st.one_of(st.text(), pieces, pieces.map(lambda local: f"{local}@ñan.org"))


def canonical(value: str) -> str | None:
    try:
        return canonical_address(value)
    except ValidationError:
        return None


def test_each_spelling_has_its_one_form():
    assert {value: canonical(value) for value, _form in TABLE} == dict(TABLE)


@given(typed)
def test_the_form_is_its_own_form_and_can_stand_in_a_command(value):
    address = canonical(value)
    if address is None:
        return
    assert canonical(address) == address
    assert address.lower() == address
    assert canonical(shown_address(address)) == address
    assert canonical(f" \u200b{value}\u2060 ") == address
    assert len(address.encode()) <= LONGEST
    assert address.count("@") == 1
    assert address.rpartition("@")[2].isascii()
    assert not set(address) & set(' <>,;:"()[]\\\r\n\t')


@pytest.mark.django_db
def test_every_address_is_kept_in_this_form_whoever_writes_it():
    """Each model that keeps an address, by save, update, bulk and look-up; what is none is refused by the save."""
    from django.apps import apps
    from django.db import models, transaction

    from media.text.email_fields import EmailAddressField
    from newsletter.models import Subscriber
    from tests.factories import make_contributor

    ours = {"media", "cms", "users", "newsletter", "campaigns", "sandbox"}
    fields = [
        field
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.EmailField)
    ]
    assert len(fields) >= 6
    assert [field for field in fields if not isinstance(field, EmailAddressField)] == []
    one = make_contributor(email="Tw\u200bin@STRAßE.example")
    assert one.email == "twin@xn--strae-oqa.example"
    manager = type(one).objects
    manager.filter(pk=one.pk).update(email="Otra@EXAMPLE.org")
    assert manager.get(email="otra＠example.org").pk == one.pk
    assert not manager.filter(email="ninguna").exists()
    with pytest.raises(ValidationError), transaction.atomic():
        make_contributor(email="ana@☃.example")
    Subscriber.objects.bulk_create([Subscriber(email="Ａna@example.org", address_hash="1" * 64)])
    assert Subscriber.objects.values_list("email", flat=True).get() == "ana@example.org"
