"""A mail server that delivers nothing: it keeps each message as one file in a folder.

Run as `python -m collaborative.embedded.mailcatcher --socket FD --folder FOLDER`; the socket is
one that the supervisor listens on already, so no port is guessed. A file appears whole or not at
all, and names sort by time of arrival.
"""

import argparse
import asyncio
import signal
import smtplib
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from collaborative.embedded.programs import Program

_LARGEST_MESSAGE = 40 * 1024 * 1024  # bytes


class Catcher:
    """Keeps each message it is handed as one .eml file in the folder."""

    def __init__(self, folder: Path) -> None:
        """Keep messages in the folder, which must exist."""
        self.folder = folder
        self._numbers = count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one message; the answer tells the sender whether it is kept."""
        del server, session
        try:
            self.keep(envelope)
        except OSError as error:
            return f"451 The message could not be kept: {error.strerror}"
        return "250 Kept"

    def keep(self, envelope: Envelope) -> Path:
        """Write the message as it came, below lines that say for whom it was; return the file.

        The lines matter because hidden recipients are named only in the envelope.
        """
        arrival = f"{time.time_ns()}-{next(self._numbers):06}"
        unfinished = self.folder / f".{arrival}"
        with unfinished.open("wb") as file:
            file.write(f"Return-Path: <{envelope.mail_from or ''}>\r\n".encode())
            file.writelines(
                f"Delivered-To: {address}\r\n".encode() for address in envelope.rcpt_tos
            )
            file.write(envelope.original_content or b"")
        return unfinished.replace(self.folder / f"{arrival}.eml")


async def catch(listener: socket.socket, *, folder: Path) -> None:
    """Serve SMTP on the listening socket until told to stop (TERM)."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    catcher = Catcher(folder)
    server = await loop.create_server(
        lambda: SMTP(
            catcher,
            hostname="localhost",
            data_size_limit=_LARGEST_MESSAGE,
            enable_SMTPUTF8=True,
            loop=loop,
        ),
        sock=listener,
    )
    await stopped.wait()
    server.close()


def program(listener: socket.socket, *, folder: Path, environment: Mapping[str, str]) -> Program:
    """Return the mail catcher as a program for the supervisor."""
    port = listener.getsockname()[1]
    command = [sys.executable, "-m", "collaborative.embedded.mailcatcher"]
    return Program(
        name="mailcatcher",
        command=[*command, "--socket", str(listener.fileno()), "--folder", str(folder)],
        environment=environment,
        why_not_ready=lambda: why_not_ready(port),
        folder=Path(__file__).parents[2],
        sockets=(listener.fileno(),),
    )


def why_not_ready(port: int) -> str | None:
    """Return why no mail server greets on this port of this machine, or None."""
    try:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=2):
            return None
    except (OSError, smtplib.SMTPException) as error:
        return str(error)


def main(arguments: Sequence[str]) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m collaborative.embedded.mailcatcher")
    parser.add_argument(
        "--socket", type=int, required=True, help="a listening socket, by its number"
    )
    parser.add_argument("--folder", type=Path, required=True, help="where to keep the messages")
    chosen = parser.parse_args(arguments)
    asyncio.run(catch(socket.socket(fileno=chosen.socket), folder=chosen.folder))


if __name__ == "__main__":
    main(sys.argv[1:])
