"""Reading files without starting a process for each: a process costs ten times what it does with a small file."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture
def in_process(monkeypatch):
    """What a process of its own would answer is answered here; the bounds are tried in `test_process.py`."""

    def run_here(function: str, data: bytes, *_: Any, held: Any = (), **options: Any) -> tuple[Any, bytes]:
        module, _colon, name = function.partition(":")
        return getattr(import_module(module), name)(data, lambda **told: None, **options)

    readers = ("cms.imports.reader", "cms.harvest.reading.subprocess_reader")
    for module in ("media.pictures.clean", "media.documents.clean", *readers):
        monkeypatch.setattr(f"{module}.run_apart", run_here)
