"""Plain text from any sanitised HTML: that of Markdown, and rich text."""

from __future__ import annotations

from newsletter.markdown import text_of_html

FRAGMENTS = {
    "<h3>Uno</h3><p>Dos <b>tres</b><br/>cuatro</p><ul><li>cinco</li><li><p>seis</p></li></ul>": (
        "Uno\n\nDos tres\ncuatro\n\n- cinco\n\n- seis"
    ),
    '<p>Ve <a href="https://x.org/a_b?c=1&amp;d=2">esto</a> &amp; aquello&nbsp;&lt;b&gt;</p>': (
        "Ve esto (https://x.org/a_b?c=1&d=2) & aquello\u00a0<b>"
    ),
    '<p><a href="tel:+51999888777">+51 999 888 777</a>, <a href="mailto:a@x.org">a@x.org</a></p>': (
        "+51 999 888 777, a@x.org"
    ),
    '<p><a href="https://www.x.org/per%C3%BA">https://www.x.org/perú</a></p>': "https://www.x.org/perú",
    "<blockquote><p>Uno</p><ol start='9'><li>Dos</li><li>Tres<ul><li>Cuatro</li></ul></li></ol></blockquote>": (
        "> Uno\n>\n> 9. Dos\n> 10. Tres\n>     - Cuatro"
    ),
    "Suelto <em>a</em><p>Uno</p>\n<hr>\n<table><tr><th>A</th><td>B</td></tr></table><img alt='Foto'>": (
        "Suelto a\n\nUno\n\n* * *\n\nA | B\n\nFoto"
    ),
    "<p></p><ul></ul><blockquote> </blockquote>": "",
    "<p>sin fin <b>uno": "sin fin uno",
}


def test_each_fragment_as_text():
    assert {html: text_of_html(html) for html in FRAGMENTS} == FRAGMENTS


def test_lines_are_wrapped_and_addresses_are_not_broken():
    address = "https://example.org/" + "a-b_" * 40
    text = text_of_html(f'<ul><li>{"palabra " * 20}<a href="{address}">enlace</a> {"fin " * 30}</li></ul>')
    assert f"({address})" in text
    assert [line for line in text.split("\n") if len(line) > 76] == [f"  ({address})"]
    assert all(line.startswith("  ") for line in text.split("\n")[1:])
