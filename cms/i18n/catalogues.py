"""The interface's words in every language: collected from the code, kept in `.po` files, compiled where they are used.

Babel does all of it, since `xgettext` and `msgfmt` are not on a bare machine. Compiled files are never committed.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("media", "cms", "newsletter", "campaigns")
# Every string must be translated into these.
COMPLETE = ("es",)
# What readers see must be translated into these as well. (The strings themselves are English.)
READER_LANGUAGES = tuple(code for code in settings.READER_LANGUAGES if code not in (*COMPLETE, "en"))
# What readers see is in these folders, but for what staff read there, and in these files.
READER_FOLDERS = {"public", "email"}
READER_FILES = (
    "consent/credit.py",
    "rendering/phrases.py",
    "addresses.py",
    "subscribers/mails.py",
    "subscribers/steps.py",
    "posts/text.py",
    "core/http/too_many_attempts.py",
    "core/storage_failures.py",
    "channel/copy_labels.py",
)
STAFF_FILES = ("public/channel/channel.py",)
ENDINGS = (".py", ".html", ".txt", ".mjml")
# gettext's names as this project and Django's templates spell them.
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Key = str | list[str] | tuple[str, ...]


def collect(app: Path, language: str = "") -> Catalog:
    """The strings of an app, in Python files and templates, that must be there in `language`; without it, all."""
    catalog = Catalog(charset="utf-8")
    sources = [path for ending in ENDINGS for path in sorted(app.rglob(f"*{ending}"))]
    for path in sources:
        if "migrations" in path.parts or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        if language in READER_LANGUAGES and not is_for_readers(path.relative_to(app)):
            continue
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else _flush_left(templatize(text))
        found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
        for _line, message, _comments, context in found:
            catalog.add(message, context=context)
    return catalog


def _flush_left(source: str) -> str:
    """Without indentation: what is left of a template's markup would be read as Python's."""
    return "\n".join(line.strip() for line in source.split("\n"))


def is_for_readers(path: Path) -> bool:
    """Whether readers see the strings of the file at `path`, relative to its app."""
    if any(path.match(name) for name in STAFF_FILES):
        return False
    return bool(READER_FOLDERS & set(path.parts)) or any(path.match(name) for name in READER_FILES)


def catalogue_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def empty_catalogue(language: str) -> Catalog:
    """A catalogue with one form for one and one for many, whatever this release of Babel gives the language.

    CLDR has a third for millions, in which nothing is counted here.
    """
    one = "n > 1" if language == "fr" else "n != 1"
    return read_po(BytesIO(header_of(language, f"nplurals=2; plural=({one});").encode()), locale=language)


def load(path: Path, language: str) -> Catalog:
    """The catalogue at `path`; an empty one where there is none yet."""
    if not path.exists():
        return empty_catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(app: Path, language: str) -> Catalog:
    """Bring an app's catalogue in step with its code: new strings empty, strings no longer used dropped."""
    path = catalogue_path(app, language)
    known = load(path, language)
    fresh = empty_catalogue(language)
    for message in collect(app, language):
        if not message.id:
            continue
        before = known.get(message.id, context=message.context)
        fresh.add(message.id, before.string if before else "", context=message.context, flags=message.flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, omit_header=True, no_location=True, sort_output=True, width=110)
    _restore_header(path, fresh)
    return fresh


def missing(app: Path, language: str) -> list[Key]:
    """The strings of an app's code that have no translation into `language`."""
    known = load(catalogue_path(app, language), language)
    return [message.id for message in collect(app, language) if message.id and not is_translated(known, message)]


def clashes(root: Path) -> Iterator[tuple[str, Key]]:
    """Strings that two apps translate differently: Django would show the first app's translation for both.

    A context (`pgettext`) tells them apart.
    """
    for language in COMPLETE + READER_LANGUAGES:
        known: dict[tuple[str, str | None], Any] = {}
        for app in APPS:
            for message in load(catalogue_path(root / app, language), language):
                one = message.id if isinstance(message.id, str) else message.id[0]
                if one and known.setdefault((one, message.context), message.string) != message.string:
                    yield language, message.id


def compile_all(root: Path) -> Iterator[Path]:
    """Compile every `.po` below the apps whose `.mo` is older; answers those written."""
    for path in sorted(po for app in APPS for po in (root / app).rglob("*.po")):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as source:
            catalog = read_po(source)
        # Put in place at once: another process may be reading it.
        draft = compiled.with_suffix(f".{os.getpid()}.draft")
        with draft.open("wb") as target:
            write_mo(target, catalog)
        draft.replace(compiled)
        yield compiled


def is_translated(known: Catalog, message: Message) -> bool:
    entry = known.get(message.id, context=message.context)
    if entry is None or entry.fuzzy:
        return False
    return all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)


def _restore_header(path: Path, catalog: Catalog) -> None:
    """A short header without dates: two people's changes must not meet in it."""
    header = header_of(catalog.locale_identifier, catalog.plural_forms)
    path.write_text(header + path.read_text(encoding="utf-8"), encoding="utf-8")


def header_of(language: str | None, plural_forms: str) -> str:
    """The first entry of a `.po` file."""
    return (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {plural_forms}\\n"\n\n'
    )
