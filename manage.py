#!/usr/bin/env python
"""Every command of the archive; starts the embedded database when none is configured and none runs."""

import os
import sys

from django.core.management import execute_from_command_line

from config import postgres
from config.environment import data_dir, secret


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if secret("DATABASE_URL"):
        execute_from_command_line(sys.argv)
        return
    with postgres.held(data_dir()):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
