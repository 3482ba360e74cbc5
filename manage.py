#!/usr/bin/env python
"""Cosecha's command line: `manage.py start` runs everything."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.management import execute_from_command_line

    from cms.core.local_folder import FolderNotWritableError
    from cms.ops.terminal import not_writable, say

    try:
        execute_from_command_line(sys.argv)
    except FolderNotWritableError as error:
        say(*not_writable(error.folder))
        sys.exit(1)


if __name__ == "__main__":
    main()
