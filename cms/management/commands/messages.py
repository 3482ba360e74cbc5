"""`manage.py messages`: collect, check and compile the interface's translations."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.i18n import catalogues


class Command(BaseCommand):
    help = "Bring the .po files in step with the code and compile them. --check only looks; --compile only compiles."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--compile", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        if options["check"]:
            self.check_complete(root)
        elif not options["compile"]:
            for app in catalogues.APPS:
                for language in catalogues.COMPLETE + catalogues.READER_LANGUAGES:
                    catalogues.update(root / app, language)
            self.report_missing(root)
        for path in catalogues.compile_all(root):
            self.stdout.write(f"compiled {path.relative_to(root)}")

    def report_missing(self, root: Path) -> int:
        count = 0
        for app in catalogues.APPS:
            for language in catalogues.COMPLETE + catalogues.READER_LANGUAGES:
                for key in catalogues.missing(root / app, language):
                    self.stdout.write(f"{app} [{language}] {key!r}")
                    count += 1
        return count

    def check_complete(self, root: Path) -> None:
        if count := self.report_missing(root):
            raise CommandError(f"{count} strings are not translated. Run manage.py messages and fill them in.")
        if found := [f"[{language}] {key!r}" for language, key in catalogues.clashes(root)]:
            raise CommandError("Two apps translate this differently:\n" + "\n".join(found))
        self.stdout.write("Spanish is complete, and what readers see in French and Dutch too.")
