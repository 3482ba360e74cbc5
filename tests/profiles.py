"""How deep Hypothesis looks: HYPOTHESIS_PROFILE is dev unless set; `.ci/run` sets ci, and `make nightly` nightly."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = {"dev": 20, "ci": 40, "nightly": 1000}


def load_profile() -> None:
    for name, count in EXAMPLES.items():
        # No time limit for one example: a machine with other work to do would fail it.
        settings.register_profile(
            name, max_examples=count, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
        )
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "dev")


def examples(share: float) -> int:
    """For a test whose examples are much dearer than others': this share of the profile's."""
    return max(2, round(settings.default.max_examples * share))
