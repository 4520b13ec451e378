#!/usr/bin/env python3
"""Kayoi's command line: `python manage.py help`."""

import os
import sys

from kayoi.config import database

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kayoi.config.settings")
    from django.core.management import execute_from_command_line

    if not {"help", "makemessages", "--help", "evaluate"} & set(sys.argv):
        database.ensure_running()
    execute_from_command_line(sys.argv)
