"""Whether people who use a screen reader, a keyboard or large letters can use a page: axe-core, in the real browser.

`axe.min.js` is axe-core 4.14.1 as Deque publishes it, under the Mozilla Public License 2.0 (LICENSE beside it).
https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

# WCAG 2.2 at level AA, and what axe-core's authors hold to be good practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def _script() -> str:
    return (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """What is wrong with the page that `page` (Playwright's) shows: the rule, its sentence, and where."""
    # Evaluated and not added as a script, which the page's own policy would refuse.
    page.evaluate(_script())
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", list(RULES))
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
