"""The language of the person at the terminal, for what is said before Django is there. Standard library only.

Written so that a Python too old for Cosecha can still read it and say so.
"""

import os
import sys
from collections.abc import Mapping


def language(environment: "Mapping[str, str]" = os.environ) -> str:
    """`es` or `en`, as gettext looks for it: the first of LC_ALL, LC_MESSAGES and LANG that says something.

    Spanish where nothing is said (`C`, `POSIX`), for it is the product's first language.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            spoken = value.split(".")[0].split("_")[0].lower()
            return "es" if spoken in ("c", "posix", "es") else "en"
    return "es"


def not_writable(folder: object) -> "tuple[str, str]":
    """The sentence, in Spanish and English, for a folder in which nothing can be written."""
    return (
        f"No se puede escribir en la carpeta {folder}: dale permiso a tu usuario o usa otra carpeta.",
        f"The folder {folder} cannot be written: give your user permission or use another folder.",
    )


def say(es: str, en: str) -> None:
    """One sentence on the error stream, in the reader's language."""
    sys.stderr.write((es if language() == "es" else en) + "\n")
    sys.stderr.flush()
