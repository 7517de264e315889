"""The virus scanner, where there is one: clamd, asked over its socket.

Silence is no answer: whatever is not the scanner's own word that a file is clean, or what was found
in it, raises. No file is believed to be clean because nobody could look.
"""

import re
import socket
import struct
import time
from contextlib import suppress

MOST_SECONDS = 30
"""From the first knock to the last word."""
LONGEST_ANSWER = 1024
"""Bytes."""
ADDRESS = re.compile(r"(?P<path>/.+)|(?P<host>[^/\s]+):(?P<port>[0-9]{1,5})")
"""A socket by its path, or a host and port."""
VERDICT = re.compile(rb"stream: (?:OK|(?P<found>[^\0\n]+) FOUND)\0")
TOO_LARGE = b"INSTREAM size limit exceeded. ERROR\0"


class Unchecked(Exception):
    """Nobody looked at the file; the text says why, for the log."""


class TooLarge(Unchecked):
    """The scanner is set to take smaller files only; trying again does not help."""


def signature(content: bytes, *, address: str, seconds: float = MOST_SECONDS) -> str | None:
    """Return the name of what the scanner finds, None for a clean file. Raises Unchecked."""
    size, end = struct.pack("!L", len(content)), struct.pack("!L", 0)
    said = _ask(b"zINSTREAM\0", size, content, end, address=address, seconds=seconds)
    if said == TOO_LARGE:
        raise TooLarge("it takes no file as large as this; raise StreamMaxLength in clamd.conf")
    verdict = VERDICT.fullmatch(said)
    if verdict is None:
        raise Unchecked(f"it answered {said[:100]!r}")
    found = verdict["found"]
    return found.decode(errors="replace") if found else None


def ping(*, address: str, seconds: float = 5) -> None:
    """Ask whether the scanner is there. Raises Unchecked."""
    said = _ask(b"zPING\0", address=address, seconds=seconds)
    if said != b"PONG\0":
        raise Unchecked(f"it answered {said[:100]!r}")


def _ask(*pieces: bytes, address: str, seconds: float) -> bytes:
    """Send a question in pieces, and return the answer up to its end or the scanner's."""
    deadline = time.monotonic() + seconds
    try:
        with _connection(address, seconds) as scanner:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may answer before the end
                for piece in pieces:
                    scanner.settimeout(_left(deadline))
                    scanner.sendall(piece)
            said = b""
            while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
                scanner.settimeout(_left(deadline))
                more = scanner.recv(LONGEST_ANSWER)
                if not more:
                    break
                said += more
            return said
    except (OSError, OverflowError) as error:  # a port beyond all ports overflows
        raise Unchecked(f"{type(error).__name__}: {error}") from error


def _connection(address: str, seconds: float) -> socket.socket:
    where = ADDRESS.fullmatch(address)
    assert where, address  # the settings refuse any other
    if where["host"]:
        return socket.create_connection((where["host"].strip("[]"), int(where["port"])), seconds)
    scanner = socket.socket(socket.AF_UNIX)
    try:
        scanner.settimeout(seconds)
        scanner.connect(where["path"])
    except OSError:
        scanner.close()
        raise
    return scanner


def _left(deadline: float) -> float:
    """Seconds that are left. Raises TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
