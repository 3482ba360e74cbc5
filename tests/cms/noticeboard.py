"""A channel for tests, with copies that the test puts up itself."""

from __future__ import annotations

from cms.channels import Channel, Copy
from cms.consent.gate import Use


class Noticeboard(Channel):
    """A channel with copies of its own: some taken back at once, some later, some forgotten."""

    name = "noticeboard"
    label = "Tablón"
    use = Use.SOCIAL

    def __init__(self):
        self.copies = {}
        self.forgets = set()

    def put_up(self, item, reference, **fields):
        self.copies.setdefault(item.pk, {})[reference] = Copy(reference, f"Aviso {reference}", **fields)

    def copies_of(self, item):
        return list(self.copies.get(item.pk, {}).values())

    def take_back(self, item):
        mine = self.copies.get(item.pk, {})
        taken = [copy for reference, copy in mine.items() if reference not in self.forgets]
        self.copies[item.pk] = {reference: mine[reference] for reference in self.forgets & mine.keys()}
        return taken
