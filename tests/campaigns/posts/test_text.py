"""Promise 4: the machine never changes a person's words. And: what it writes fits."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.networks.sandbox import LIMITS as SANDBOX
from campaigns.posts.text import MARK, Source, compose, is_faithful, measure, on_the_card, quoted, with_utm

LINK = "https://cosecha.example.org/es/citas/0f3a?utm_source=sandbox&utm_medium=social&utm_campaign=nos-toca"
letters = st.text("abcdeñáéíóúü ¿?¡!.,’qʼ👩🏽‍🌾", min_size=1, max_size=900).filter(lambda text: text.strip() == text)
tags = st.lists(st.from_regex(r"#[a-zñ]{1,20}", fullmatch=True), max_size=4).map(tuple)
sources = st.builds(
    Source,
    is_verbatim=st.booleans(),
    parts=st.lists(letters, min_size=1, max_size=2).map(tuple),
    credit=st.sampled_from(["", "Rosa Huamán", "Una participante, Cusco"]),
    link=st.just(LINK),
    hashtags=tags,
    language=st.sampled_from(["es", "en", "fr", "nl", "qu"]),
)


@given(sources)
def test_a_text_that_is_said_to_fit_fits(source):
    post_text = compose(source, SANDBOX)
    assert post_text.size == SANDBOX.text.size(post_text.text)
    assert not post_text.fits or post_text.size.used <= 500


@given(sources)
def test_words_are_whole_or_not_there_at_all(source):
    post_text = compose(source, SANDBOX)
    assert source.link in post_text.text
    if not post_text.has_words:
        assert source.is_verbatim
        assert on_the_card(source.language) in post_text.text
        assert source.parts[0] not in post_text.text or len(source.parts[0]) < 3
        return
    assert source.parts[0] in post_text.text
    rest = post_text.text.replace(source.link, "")
    for part in sorted([*source.parts, source.credit, *source.hashtags], key=len, reverse=True):
        rest = rest.replace(part, "", 1) if part else rest
    assert not rest.replace("«", "").replace("»", "").replace("—", "").strip()


@given(sources)
def test_hashtags_go_before_words_do(source):
    post_text = compose(source, SANDBOX)
    if post_text.fits and post_text.has_words and len(source.parts) == 2 and source.parts[1] not in post_text.text:
        without = compose(Source(**{**source.__dict__, "hashtags": ()}), SANDBOX)
        assert source.parts[1] not in without.text


def test_a_short_quote_reads_as_staff_would_write_it():
    source = Source(True, ("Sin nosotras no hay asamblea.",), "Rosa Huamán", LINK, ("#NosTocaLiderar",))
    assert compose(source, SANDBOX).text == (
        f"«Sin nosotras no hay asamblea.»\n— Rosa Huamán\n\n{LINK}\n#NosTocaLiderar"
    )


def test_a_long_quote_stands_on_its_card_and_the_text_says_so():
    source = Source(True, ("Palabra. " * 80 + "Fin.",), "Rosa Huamán", LINK)
    post_text = compose(source, SANDBOX)
    assert post_text.fits
    assert post_text.text == f"Rosa Huamán\nSus palabras, completas, en la imagen.\n\n{LINK}"


def test_a_learning_that_cannot_fit_is_left_to_a_person():
    post_text = compose(Source(False, ("a" * 600,), "", LINK), SANDBOX)
    assert not post_text.fits
    assert "a" * 600 in post_text.text


def test_an_empty_text_does_not_fit():
    assert not measure("", SANDBOX).fits


words = st.lists(st.text("abcñé", min_size=1, max_size=6), min_size=4, max_size=20)


@given(words, st.data())
def test_an_excerpt_with_marks_where_something_is_left_out_is_faithful(spoken, data):
    keep = data.draw(st.lists(st.booleans(), min_size=len(spoken), max_size=len(spoken)))
    assume(any(keep))
    pieces: list[str] = []
    for word, kept in zip(spoken, keep, strict=True):
        if kept:
            pieces.append(word)
        elif not pieces or pieces[-1] != MARK:
            pieces.append(MARK)
    assert is_faithful(" ".join(pieces), " ".join(spoken))


@given(words, st.integers(0, 19), st.text("xyz", min_size=1, max_size=5))
def test_a_word_that_was_not_said_is_found(spoken, place, strange):
    changed = [*spoken]
    changed[place % len(spoken)] = strange
    assert not is_faithful(" ".join(changed), " ".join(spoken))


def test_leaving_out_without_a_mark_is_found():
    said = "Antes no hablaba, pero ahora nadie me calla en la asamblea."
    assert not is_faithful("Ahora nadie me calla en la asamblea.", said)
    assert not is_faithful("nadie me calla", said)
    assert not is_faithful("(…) nadie me cal (…)", said)
    assert not is_faithful("(…)", said)
    assert is_faithful("(…) ahora nadie me calla (…)", said)


def test_what_staff_put_between_quotation_marks_is_found():
    assert quoted("Ella dijo: «Nadie me calla.» Y también “Aquí estoy”.") == ["Nadie me calla.", "Aquí estoy"]


names = st.text("abcdefg_", min_size=1, max_size=8)


@given(st.lists(st.tuples(names, st.text(max_size=10)), max_size=4))
def test_utm_parameters_join_those_a_link_has(query):
    from urllib.parse import urlencode

    address = "https://site.example/aprendizajes/x" + ("?" + urlencode(query) if query else "") + "#arriba"
    parts = urlsplit(with_utm(address, "sandbox", "nos-toca"))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    assert pairs[:-3] == query
    assert pairs[-3:] == [("utm_source", "sandbox"), ("utm_medium", "social"), ("utm_campaign", "nos-toca")]
    assert (parts.path, parts.fragment) == ("/aprendizajes/x", "arriba")


def test_older_utm_parameters_are_replaced():
    assert "utm_source=old" not in with_utm("https://site.example/x?utm_source=old&a=1", "sandbox", "c")


def test_what_points_to_the_card_speaks_the_readers_language_and_spanish_to_those_who_read_quechua():
    told = {language: on_the_card(language) for language in ("es", "en", "fr", "nl", "qu")}
    assert len(set(told.values())) == 4
    assert told["qu"] == told["es"]
