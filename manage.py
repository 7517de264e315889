#!/usr/bin/env python
"""Runs the portal's commands; the settings are in collaborative/settings.py."""

import os
import sys

from django.core.management import execute_from_command_line

from collaborative.commands import calculation

if __name__ == "__main__":
    if command := calculation(sys.argv):
        command.run_from_argv(sys.argv)
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")
        execute_from_command_line(sys.argv)
