"""Commands that read a file: bad input is one line on standard error and exit code 2.

`FileCommand` is for a calculation: one JSON document in, one out. Any other command that takes
a file calls `read_file` or `read_document` and raises `BadInput` for what is wrong in it.

A calculation must run anywhere, in a checkout without database or settings: `calculation` gives
`manage.py` those that `CALCULATIONS` names before Django looks for the portal's settings.
"""

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from collaborative.documents import BadDocument, Node, read

CALCULATIONS = {"plan_training": "training", "rank": "initiatives", "share_cost": "cities"}
"""The commands that need nothing but their file, and the app in which each one is."""

STANDARD_INPUT = "-"
MAX_BYTES = 32 * 1024 * 1024  # some 100,000 reviews; reading needs ten times as much memory


class BadInput(CommandError):
    """What was given to a command is not what it expects; nothing was written. Exit code 2.

    The text is one line that names the file, the place in it and what was expected.
    """

    def __init__(self, file: str, reason: str) -> None:
        """Take the file as the person named it, and the reason with the place in it."""
        named = "standard input" if file == STANDARD_INPUT else _one_line(file)
        super().__init__(f"{named}: {_one_line(reason)}", returncode=2)


class FileCommand(BaseCommand):
    """Reads one JSON document, prints the one that `answer` makes of it. Needs no database."""

    requires_system_checks = ()
    file_help = "the JSON file to read, or - for standard input"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", metavar="FILE.json", help=self.file_help)

    def handle(self, *, file: str, **_options: object) -> None:
        """Print the answer as JSON, one key a line. Raises BadInput."""
        document = read_document(file)
        try:
            answer = self.answer(document)
        except BadDocument as error:
            raise BadInput(file, str(error)) from error
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))

    def answer(self, document: Node) -> object:
        """Return the document to print. Raises BadDocument."""
        raise NotImplementedError


def calculation(arguments: Sequence[str]) -> BaseCommand | None:
    """Return the calculation that a command line names, ready to run without settings."""
    name = "".join(arguments[1:2])
    if name not in CALCULATIONS:
        return None
    if not settings.configured:
        settings.configure()
    command = import_module(f"{CALCULATIONS[name]}.management.commands.{name}").Command()
    assert isinstance(command, BaseCommand)
    return command


def read_document(file: str) -> Node:
    """Return the JSON document of a file, or of standard input for "-". Raises BadInput."""
    content = read_file(file, expected="a JSON document")
    try:
        return read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} is not text in UTF-8, expected a JSON document"
        raise BadInput(file, reason) from error
    except BadDocument as error:
        raise BadInput(file, str(error)) from error


def read_file(file: str, *, expected: str, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the content of a file, or of standard input for "-".

    Raises BadInput where it is missing, a folder, not readable, empty or longer than
    `max_bytes`; `expected` says in a few words what should have been there.
    """
    try:
        content = _read(file, max_bytes + 1)
    except FileNotFoundError as error:
        raise BadInput(file, f"there is no such file, expected {expected}") from error
    except IsADirectoryError as error:
        raise BadInput(file, f"this is a folder, expected {expected}") from error
    except OSError as error:
        raise BadInput(
            file, f"it cannot be read ({error.strerror}), expected {expected}"
        ) from error
    if not content.strip():
        raise BadInput(file, f"the file is empty, expected {expected}")
    if len(content) > max_bytes:
        raise BadInput(file, f"it is longer than {max_bytes:,} bytes, expected {expected}")
    return content


def _read(file: str, limit: int) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(limit)
    with Path(file).open("rb") as stream:
        return stream.read(limit)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
