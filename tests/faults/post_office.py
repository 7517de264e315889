"""A mail server that does as it is told, as a process of its own.

How it treats a connection is said by `PostOffice.order`; how it treats a recipient by how the
address begins (`MANNERS`). It writes down whom it was asked to write to and what it took.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP

from collaborative.embedded.mailcatcher import why_not_ready
from collaborative.embedded.programs import Program

MANNERS = ("refused", "full", "busy", "later", "cutbefore", "cutafter", "hangs", "drips")
"""Refused for ever at the address (550) or at the letter (552); the first two letters put off
(451), the first line cut after 421, before taking or after taking; the first answer to a letter
kept back, or (`drips`) given byte by byte."""
PATIENCE = {"busy": 2, "later": 1, "cutbefore": 1, "cutafter": 1, "hangs": 1, "drips": 1}
"""How often those do so before they behave."""
ENDLESS = 3600
DRIP_SECONDS = 0.3


@dataclass(frozen=True)
class Taken:
    """A letter that the server took."""

    at: float
    to: str
    id: str
    subject: str


@dataclass(frozen=True)
class PostOffice:
    """The server seen from outside: its orders, and what it wrote down."""

    folder: Path
    port: int

    def program(self, environment: dict[str, str], *, checkout: Path) -> Program:
        """The process to run."""
        self.folder.mkdir(exist_ok=True)
        module = [sys.executable, "-m", "tests.faults.post_office"]
        return Program(
            name="post-office",
            command=[*module, "--port", str(self.port), "--folder", str(self.folder)],
            environment=environment,
            why_not_ready=lambda: why_not_ready(self.port),
            folder=checkout,
        )

    def order(self, mode: str = "take", *, delay: float = 0.0) -> None:
        """From now on take letters, each answer so many seconds late; or `hang`; or `drip`."""
        new = self.folder / "orders.new"
        new.write_text(json.dumps({"mode": mode, "delay": delay}))
        new.replace(self.folder / "orders")

    def taken(self) -> list[Taken]:
        """Every letter it took, in the order of their coming."""
        return [Taken(**each) for each in self._read("taken")]

    def tried(self) -> Counter[str]:
        """How often each address was asked for."""
        return Counter(each["to"] for each in self._read("tried"))

    def count(self) -> int:
        """How many letters it took."""
        return len(self._lines("taken"))

    def _read(self, name: str) -> Iterator[dict]:
        return (json.loads(line) for line in self._lines(name))

    def _lines(self, name: str) -> list[bytes]:
        file = self.folder / name
        whole = file.read_bytes().rpartition(b"\n")[0] if file.exists() else b""
        return whole.splitlines()


class Clerk:
    """Answers as the address and the orders want it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.orders = Orders(folder / "orders")
        self.patience: Counter[str] = Counter()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd's name
        self.note("tried", to=address)
        manner = self.manner(address)
        if manner == "refused":
            return "550 5.1.1 No such mailbox"
        if manner == "later":
            self.patience[address] += 1
            asyncio.get_running_loop().call_soon(server.transport.close)
            return "421 4.3.2 Come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        (address,) = envelope.rcpt_tos
        manner = self.manner(address)
        self.patience[address] += 1
        if manner == "full":
            return "552 5.2.2 The mailbox is full"
        if manner == "busy":
            return "451 4.7.1 Come again later"
        if manner == "cutbefore":
            server.transport.abort()
            return "451 too late to say"
        mail = message_from_bytes(envelope.content, policy=default)
        letter = {"id": mail["Message-ID"], "subject": str(mail["Subject"])}
        self.note("taken", at=time.time(), to=address, **letter)
        if manner == "cutafter":
            server.transport.abort()
        if manner == "hangs":
            await asyncio.sleep(ENDLESS)
        if manner == "drips":
            await drip(server.transport, b"250 " + b"." * ENDLESS)
        await asyncio.sleep(self.orders.delay)
        return "250 Taken"

    def manner(self, address: str) -> str:
        """How to treat an address this time; "" is well."""
        manner = address.partition("-")[0]
        if manner not in MANNERS or self.patience[address] >= PATIENCE.get(manner, ENDLESS):
            return ""
        return manner

    def note(self, name: str, **facts: object) -> None:
        """Write a line down, at once."""
        with (self.folder / name).open("ab") as file:
            file.write(json.dumps(facts).encode() + b"\n")


class Orders:
    """What stands in the orders by now."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def mode(self) -> str:
        return self._read().get("mode", "take")

    @property
    def delay(self) -> float:
        return self._read().get("delay", 0.0)

    def _read(self) -> dict:
        return json.loads(self.file.read_text()) if self.file.exists() else {}


class Dripping(asyncio.Protocol):
    """Greets byte by byte, without an end."""

    def connection_made(self, transport) -> None:
        greeting = drip(transport, b"220-" + b"." * ENDLESS)
        self.task = asyncio.get_running_loop().create_task(greeting)

    def connection_lost(self, exc) -> None:
        self.task.cancel()


async def drip(transport, words: bytes) -> None:
    """Say the words byte by byte while somebody listens."""
    for number in range(len(words)):
        if transport.is_closing():
            return
        transport.write(words[number : number + 1])
        await asyncio.sleep(DRIP_SECONDS)


async def serve(port: int, folder: Path) -> None:
    """Serve until told to stop (TERM)."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    clerk = Clerk(folder)
    ways = {
        "take": lambda: SMTP(clerk, hostname="localhost", loop=loop),
        "hang": asyncio.Protocol,
        "drip": Dripping,
    }

    def answering() -> asyncio.BaseProtocol:
        return ways[clerk.orders.mode]()

    server = await loop.create_server(answering, "127.0.0.1", port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.port, chosen.folder))
