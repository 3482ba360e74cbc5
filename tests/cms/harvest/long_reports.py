"""Reports as long as one asks for: of every shape that could make reading slow, and one like those people write."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

WORDS = ("agua", "tierra", "asamblea", "mujeres", "participaron", "propuso", "taller", "comunidad", "red", "escuela")


def whole_report(lines: int) -> str:
    """Activities with headings, lists, quotations, page furniture and lines that stand twice. The same every time."""
    chance = Random(lines)

    def sentence() -> str:
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(6, 25))).capitalize() + "."

    found = ["# Informe del taller", ""]
    number = 0
    while len(found) < lines:
        number += 1
        theme = f"{chance.choice(WORDS)} {chance.choice(WORDS)}".capitalize()
        found += [f"## {number}. {theme} {number}", "", "### Objetivo", "", sentence(), "", "### Resultados", ""]
        found += ["Se vio lo siguiente:", "", *(f"- {sentence()}" for _ in range(chance.randint(3, 8))), ""]
        found += [sentence(), "", f"«{sentence()}» — Rosa Quispe, lideresa", "", "Memoria del taller", "", f"{number}"]
        found += ["", *(f"- {chance.choice(WORDS).capitalize()}" for _ in range(4)), ""]
        found += [f"**{number}** **{theme}**", "", "Se dijo algo.", "", "Se dijo algo.", ""]
    return "\n".join(found[:lines])


def one_paragraph(lines: int) -> str:
    return "# A\n\n" + "agua que va y viene por aquí\n" * lines


def words_divided_at_every_line(lines: int) -> str:
    return "# A\n\n" + "agua-\n" * lines


def one_list_of_terms(lines: int) -> str:
    return "# A\n\n" + "- Agua\n" * lines


def one_quotation(lines: int) -> str:
    return "# A\n\n" + "> Agua.\n>\n" * (lines // 2)


def one_story(lines: int) -> str:
    return "# Testimonio\n\n" + "Yo dije algo.\n\n" * (lines // 2)


def lists_without_entries(lines: int) -> str:
    return "# A\n\n" + "".join(f"Se vio {n}:\n\n" for n in range(lines // 2))


def titles_only(lines: int) -> str:
    return "".join(f"# Parte {n}\n" for n in range(lines))


def tables_of_contents(lines: int) -> str:
    return "# Contenido\n\n- Agua\n- Tierra\n\n" * (lines // 5)


def lists_of_what_comes(lines: int) -> str:
    """Each title announces two that follow it."""
    return "".join(f"# A {n}\n- A {n + 1}\n- B {n}\n\n# B {n}\n\nAlgo {n}.\n\n" for n in range(lines // 8))


def what_comes_much_later(lines: int) -> str:
    names = [f"Parte {n}" for n in range(lines // 3)]
    return "# A\n\n" + "".join(f"- {name}\n" for name in names) + "".join(f"\n# {name}\n" for name in names)


def numbered_bold_titles(lines: int) -> str:
    return "# A\n\n" + "".join(f"**{n % 99}** **Agua {n}**\n\nAlgo.\n\n" for n in range(lines // 4))


def activities(lines: int) -> str:
    activity = "## {0} Mapa {0}\n### Objetivo\nMirar {0}.\n### Resultados\nSe vio {0}.\n"
    return "# Actividades\n\n" + "".join(activity.format(n) for n in range(lines // 5))


SHAPES: tuple[Callable[[int], str], ...] = (
    one_paragraph,
    words_divided_at_every_line,
    one_list_of_terms,
    one_quotation,
    one_story,
    lists_without_entries,
    titles_only,
    tables_of_contents,
    lists_of_what_comes,
    what_comes_much_later,
    numbered_bold_titles,
    activities,
)
# Repeated within one line, each made a pattern look at the same letters again and again, or could.
LONG_LINES = (
    *(
        "a",
        "A",
        "a-",
        "socio-político ",
        "0f",
        "1.",
        "[",
        "[](",
        "](",
        "*",
        "*a ",
        "_a_b",
        "- ",
        "# ",
        "| a ",
        " ",
        "<br",
    ),
    *("— Ana, ", "«", "«a» ", "Ana ", "Ana, x", "www.", "a: ", ", algo", "1 de enero de 2026 ", "<!--", "\u0301"),
)
