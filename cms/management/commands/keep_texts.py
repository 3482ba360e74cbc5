"""`manage.py keep_texts`: bring what was stored before into the form in which text is kept today."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.content.keep_texts import keep_stored_texts


class Command(BaseCommand):
    help = (
        "Writes every stored text without invisible characters, so that names are found and cards are drawn, and "
        "judges all items anew. Can be repeated; run it once after an update that says so."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = keep_stored_texts()
        for label, count in sorted(done.changed.items()):
            self.stdout.write(f"{label}: {count} changed")
        for row in done.refused:
            self.stdout.write(f"{row}: another row has that name already. Give one of them another name.")
        self.stdout.write(f"{sum(done.changed.values())} rows changed, {done.judged} items judged anew.")
