"""Run several commands of manage.py one after another in one process.

Starting Django takes about a second each time, which a warm start of the demo would notice.
Run as `python -m collaborative.embedded.prepare "migrate --no-input" load_demo`.
"""

import shlex
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line


def main(commands: Sequence[str]) -> None:
    """Run the commands in order; the first that fails ends the process with its exit code."""
    for command in commands:
        sys.stdout.write(f"{command} ...\n")
        sys.stdout.flush()
        execute_from_command_line(["manage.py", *shlex.split(command)])


if __name__ == "__main__":
    main(sys.argv[1:])
