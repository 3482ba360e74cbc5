"""A rule for nothing, a colour that nobody set and a forgotten bracket are found; names put together are not."""

from __future__ import annotations

import pytest

from tools.stylesheets import findings

TEMPLATE = '<p class="note pill--{{ state }}"></p>'


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (".note { color: red; }", ""),
        (".pill--late, p.note:hover { color: var(--ink); }", ""),
        (".note { width: calc(1px * var(--share, 1)); }", ""),
        ("/* .gone { } */ .note { --own: 1px; margin: var(--own) 0.5em; }", ""),
        ("@media (width > 1px) { .note { color: var(--of-wagtail); } }", ""),
        (".note .gone { color: red; }", "nothing has the class gone"),
        (".pills--late { color: red; }", "nothing has the class pills--late"),
        (".note { color: var(--inc); }", "nothing sets --inc"),
        (".note { color: red; } }", "sheet.css"),
    ],
)
def test_what_a_stylesheet_is_told(sheet, said):
    script = 'box.style.setProperty("--ink", "red")'
    found = list(findings({"sheet.css": sheet}, [TEMPLATE, script], [":root { --of-wagtail: red; }"]))
    assert len(found) == bool(said)
    assert all(said in one for one in found)
