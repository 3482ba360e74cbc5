"""Markdown that staff type: both parts of the email say all of it, and what cannot be shown is refused."""

from __future__ import annotations

import re
from html import unescape

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from newsletter.markdown import read_markdown, text_of_html
from newsletter.markdown.read import sanitise

# What is typed, what the HTML part holds (line breaks taken out), what the text part is.
SHOWN = (
    ("1986. Un año difícil.", "<p>1986. Un año difícil.</p>", "1986. Un año difícil."),
    ("3. Los talleres", "<p>3. Los talleres</p>", "3. Los talleres"),
    ("1986. Uno\n1987. Dos", "<p>1986. Uno<br>1987. Dos</p>", "1986. Uno\n1987. Dos"),
    ("1. a\n3. b", "<p>1. a<br>3. b</p>", "1. a\n3. b"),
    ("1) a\n2) b", "<p>1) a<br>2) b</p>", "1) a\n2) b"),
    ("Fue en\n\n1986.", "<p>Fue en</p><p>1986.</p>", "Fue en\n\n1986."),
    ("- 1986. Un año", "<ul><li>1986. Un año</li></ul>", "- 1986. Un año"),
    ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
    ("1. a\n\n2. b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>", "1. a\n\n2. b"),
    (
        "Trae:\n- agua\n- pan\nNos vemos",
        "<p>Trae:</p><ul><li>agua</li><li>pan</li></ul><p>Nos vemos</p>",
        "Trae:\n\n- agua\n- pan\n\nNos vemos",
    ),
    ("Pasos:\n1. a\n2. b", "<p>Pasos:</p><ol><li>a</li><li>b</li></ol>", "Pasos:\n\n1. a\n2. b"),
    (
        "1. a\n  - b\n  - c\n2. d",
        "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>",
        "1. a\n   - b\n   - c\n2. d",
    ),
    (
        "- a\n    - b\n  - c\n- d",
        "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>",
        "- a\n  - b\n  - c\n- d",
    ),
    (
        "10. a\n  1. b\n  2. c\n11. d",
        '<ol start="10"><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ol>',
        "10. a\n    1. b\n    2. c\n11. d",
    ),
    (
        "> 1. a\n> 2. b\nfuera",
        "<blockquote><ol><li>a</li><li>b</li></ol></blockquote><p>fuera</p>",
        "> 1. a\n> 2. b\n\nfuera",
    ),
    ("-uno\n+ dos\n-", "<p>-uno<br>+ dos<br>-</p>", "-uno\n+ dos\n-"),
    ("uno\ndos  \ntres\\\ncuatro", "<p>uno<br>dos<br>tres<br>cuatro</p>", "uno\ndos\ntres\ncuatro"),
    ("    sangrado", "<p>sangrado</p>", "sangrado"),
    ("Fin\n---\nOtro", "<p>Fin</p><hr><p>Otro</p>", "Fin\n\n* * *\n\nOtro"),
    ("# Uno\n### Tres\n#agua", "<h2>Uno</h2><h3>Tres</h3><p>#agua</p>", "Uno\n\nTres\n\n#agua"),
    (
        "**tod*s** y niñ*s, _la_ nota_de_voz",
        "<p><strong>tod*s</strong> y niñ*s, <em>la</em> nota_de_voz</p>",
        "tod*s y niñ*s, la nota_de_voz",
    ),
    (
        "2*3*4, a < b & c, <3 &amp; \\*no\\*",
        "<p>2*3*4, a &lt; b &amp; c, &lt;3 &amp; *no*</p>",
        "2*3*4, a < b & c, <3 & *no*",
    ),
    ("[Llama](tel:+51-999-888)", '<p><a href="tel:+51-999-888">Llama</a></p>', "Llama (+51-999-888)"),
    (
        "[Ana](mailto:a_b_c@x.org?subject=Hola)",
        '<p><a href="mailto:a_b_c@x.org?subject=Hola">Ana</a></p>',
        "Ana (a_b_c@x.org)",
    ),
    (
        "[Ve](https://x.org/a_b_(c)_d)",
        '<p><a href="https://x.org/a_b_(c)_d">Ve</a></p>',
        "Ve (https://x.org/a_b_(c)_d)",
    ),
    (
        "(https://x.org/_a_(b)?c*d*e), _f_",
        '<p>(<a href="https://x.org/_a_(b)?c*d*e">https://x.org/_a_(b)?c*d*e</a>), <em>f</em></p>',
        "(https://x.org/_a_(b)?c*d*e), f",
    ),
    (
        "_ana_maria_@x.org o <https://x.org/a_b>",
        '<p>_<a href="mailto:ana_maria_@x.org">ana_maria_@x.org</a> o '
        '<a href="https://x.org/a_b">https://x.org/a_b</a></p>',
        "_ana_maria_@x.org o https://x.org/a_b",
    ),
    ("www.x.org/a_b_.", '<p><a href="http://www.x.org/a_b_">www.x.org/a_b_</a>.</p>', "www.x.org/a_b_."),
    (
        "[https://x.org/_a_](https://x.org/_a_)",
        '<p><a href="https://x.org/_a_">https://x.org/_a_</a></p>',
        "https://x.org/_a_",
    ),
    ("[nota]: importante", "<p>[nota]: importante</p>", "[nota]: importante"),
)

# What is typed, and the line and a word of each sentence that refuses it.
REFUSED = (
    ("Hola\n\n![foto](https://x.org/f.jpg)", [(3, "picture")]),
    ("Hola\n| a | b |\n|---|---|\n| 1 | 2 |", [(2, "table")]),
    ("a | b\n--- | ---", [(1, "table")]),
    ("x\n| a | b |\n| c | d |", [(2, "table")]),
    ("uno\n<b>dos</b>", [(2, "<b>"), (2, "</b>")]),
    ("<script>alert(1)</script>", [(1, "HTML")]),
    ("<!-- nota -->", [(1, "HTML")]),
    ("<Nombre>, hola", [(1, "<Nombre>")]),
    ("- a\n- [x](javascript:alert(1))", [(2, "javascript:alert(1)")]),
    ("[x](&#106;avascript:alert(1))", [(1, "javascript")]),
    ("<vbscript:x>", [(1, "vbscript")]),
    ("[x](data:text/html,y)", [(1, "data:")]),
    ("[x](/es/citas)", [(1, "/es/citas")]),
    ("[x](www.x.org)", [(1, "https://")]),
    ("[x](//x.org)", [(1, "//x.org")]),
    ("[x](https://)", [(1, "not complete")]),
    ("[x](mailto:ana)", [(1, "not complete")]),
    ("[x](tel:ana)", [(1, "not complete")]),
    ("[x](tel:+51 999)", [(1, "no space")]),
    ("[x] (https://x.org)", [(1, "no space")]),
    ("[](https://x.org)", [(1, "no words")]),
    ('[x](https://x.org "Título")', [(1, "quotation marks")]),
    ("Dato[^1]\n\n[^1]: nota", [(1, "Footnotes"), (3, "Footnotes")]),
    ("[x][uno]\n\n[uno]: https://x.org", [(1, "elsewhere"), (3, "elsewhere")]),
    ("~~no~~", [(1, "Crossed")]),
    ("uno\n** dos **", [(2, "bold")]),
    ("```\nx = 1\n```", [(1, "code"), (3, "code")]),
    ("Título\n=====", [(2, "#")]),
    ("\n".join("  " * depth + "- a" for depth in range(9)), [(6, "too many")]),
    (">" * 40 + " a", [(1, "too many")]),
)

WORDS = st.text(st.sampled_from("abñé1.&"), min_size=1, max_size=6).map(lambda word: f"x{word}z")
MARKS = st.sampled_from(("", "*", "**", "_", "~~", "<", "[", "|", "\\", "`"))
BEGINNINGS = st.sampled_from(
    ("", "", "- ", "* ", "1. ", "2. ", "1986. ", "3) ", "+ ", "> ", "# ", "  ", "  - ", "    - ", "   1. ")
)
LINES = st.tuples(BEGINNINGS, st.lists(st.tuples(MARKS, WORDS), min_size=1, max_size=5)).map(
    lambda line: line[0] + " ".join(mark + word + mark for mark, word in line[1])
)


def html_of(source: str) -> str:
    """The HTML part on one line, without what is said of every link."""
    html = read_markdown(source).html.replace("\n", "")
    return html.replace(' rel="noopener noreferrer"', "")


def test_what_is_typed_is_what_both_parts_show():
    found = [(typed, html_of(typed), text_of_html(read_markdown(typed).html)) for typed, _html, _text in SHOWN]
    assert found == list(SHOWN)
    assert [typed for typed, _html, _text in SHOWN if read_markdown(typed).refusals] == []


def test_what_cannot_be_shown_is_refused_with_its_line_and_loses_no_word():
    with override("en"):
        for typed, expected in REFUSED:
            reading = read_markdown(typed)
            assert [one.line for one in reading.refusals] == [line for line, _word in expected], typed
            for refusal, (line, word) in zip(reading.refusals, expected, strict=True):
                assert word in str(refusal)
                assert str(refusal).startswith(f"Line {line}: ")
            # Nothing of it becomes more than words.
            assert not re.search(
                r"<(img|script|table|b|del|code)\b|(href|src)=\"(?!https?://\w|mailto:\w+@)", reading.html
            )
            text = text_of_html(reading.html)
            assert all(word in text for word in re.findall(r"\w{3,}", unescape(typed))), typed


@given(st.lists(LINES, min_size=1, max_size=8), st.sampled_from(("\n", "\n\n", "\r\n")))
def test_every_word_stands_in_both_parts_in_order(lines, between):
    typed = between.join(lines)
    wanted = re.findall(r"x[abñé1.&]+z", typed)
    html = read_markdown(typed).html
    seen = unescape(re.sub(r"<[^>]*>", " ", html))
    assert re.findall(r"x[abñé1.&]+z", seen) == wanted
    assert re.findall(r"x[abñé1.&]+z", text_of_html(html)) == wanted
    assert sanitise(html) == html


@given(st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=4).map("\n\n".join))
def test_plain_paragraphs_come_back_as_they_were_typed(typed):
    text = text_of_html(read_markdown(typed).html)
    assert [part.split() for part in text.split("\n\n")] == [part.split() for part in typed.split("\n\n")]
    assert all(len(line) <= 76 for line in text.split("\n"))


@given(st.text(st.sampled_from("ab1. \n-*_[](){}<>!|\\`~#&:/@\"'=javscriptonhefdm;"), max_size=80))
def test_nothing_unsafe_passes(typed):
    html = read_markdown(typed).html
    assert sanitise(html) == html
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    assert tags <= {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "blockquote", "hr"}
    assert not re.search(r"<[^>]*\s(on\w+|style|src)=", html)


def test_a_text_made_to_be_slow_is_not():
    """Signs that may begin something a thousand times over."""
    for sign in ("[", "![", "_a", "**a ", "<a ", "> ", "- a\n", "[a](", "a_", "`", "http://a)"):
        assert text_of_html(read_markdown(sign * 300).html)
