#!/usr/bin/env python
"""Cosecha's command line: `manage.py start` runs everything."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.management import execute_from_command_line

    from cms.installation import FolderNotWritableError
    from cms.running.install import unwritable
    from cms.running.terminal import say

    try:
        execute_from_command_line(sys.argv)
    except FolderNotWritableError as error:
        refusal = unwritable(error.folder)
        say(refusal.es, refusal.en)
        sys.exit(1)


if __name__ == "__main__":
    main()
