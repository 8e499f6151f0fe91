"""The one entry point: `fingerpost COMMAND`, Django's command line under the project's name."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command. A wrong setting ends with its sentence and exit status 2, not with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.stderr.write(f"fingerpost: {fault}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
