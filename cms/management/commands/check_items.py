"""Find content without an item, and items without content."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.content.item_integrity import content_without_item, items_without_content


class Command(BaseCommand):
    help = "Reports content that has no item and items that have no content. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [f"{row._meta.label} {row.pk}: no item has its key" for row in content_without_item()]
        found += [f"cms.Item {item.pk}: no content has its key" for item in items_without_content()]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} rows have lost each other.")
        self.stdout.write("Every wording has its item.")
