"""Histories run through every app: the network in memory, and no queue, as the campaigns' tests have them."""

from __future__ import annotations

from tests.campaigns.conftest import memory_queue, network  # noqa: F401  # fixtures, found by their names
