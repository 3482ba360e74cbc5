#!/usr/bin/env python
"""Cosecha's command line: `manage.py start` runs everything."""

import os
import sys


def main() -> None:
    from cms.ops.garbage import collect_seldom

    collect_seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from cms.core.installation_secrets import MissingSecretsError
    from cms.core.local_folder import FOLDER_MODE, FolderNotWritableError, ensure_folder, restrict
    from cms.ops.terminal import not_writable, say

    try:
        restrict(ensure_folder(settings.VAR), FOLDER_MODE)
        execute_from_command_line(sys.argv)
    except FolderNotWritableError as error:
        say(*not_writable(error.folder))
        sys.exit(1)
    except MissingSecretsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
