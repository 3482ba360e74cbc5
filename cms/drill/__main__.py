"""Hold one drill in this installation: `python -m cms.drill withdrawal`. Prints its outcome as JSON."""

import json
import os
import sys
from dataclasses import asdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from cms.drill import withdrawal  # noqa: E402  # models can be imported from here on

DRILLS = {"withdrawal": withdrawal.drill}

if __name__ == "__main__":
    outcome = DRILLS[sys.argv[1]](every_format="--every-format" in sys.argv)
    print(json.dumps(asdict(outcome), ensure_ascii=False))
    sys.exit(1 if outcome.problems else 0)
