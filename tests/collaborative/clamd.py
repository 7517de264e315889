"""A stand-in for the virus scanner, on a socket of its own."""

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MARKER = b"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1]
"""What every scanner takes for a virus, and is none; written backwards, or scanners take this."""
CLEAN = b"stream: OK\0"
FOUND = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
TOO_LARGE = b"INSTREAM size limit exceeded. ERROR\0"

Answer = Callable[[bytes], bytes]


def honest(content: bytes) -> bytes:
    """Find the marker wherever it is."""
    return FOUND if MARKER in content else CLEAN


@dataclass
class Clamd:
    """How a stand-in answers, where it listens, and what was sent to it."""

    answer: Answer
    pong: bytes
    most_bytes: int
    address: str = ""
    scanned: list[bytes] = field(default_factory=list)

    def talk(self, talk: socketserver.StreamRequestHandler) -> None:
        """Answer one question."""
        question = b""
        while not question.endswith(b"\0"):
            question += talk.rfile.read(1)
        talk.wfile.write(self.pong if question == b"zPING\0" else self._scan(talk))

    def _scan(self, talk: socketserver.StreamRequestHandler) -> bytes:
        content = b""
        while size := struct.unpack("!L", talk.rfile.read(4))[0]:
            if len(content) + size > self.most_bytes:
                return TOO_LARGE
            content += talk.rfile.read(size)
        self.scanned.append(content)
        return self.answer(content)


@contextmanager
def clamd(
    answer: Answer = honest,
    *,
    pong: bytes = b"PONG\0",
    most_bytes: int = 10**9,
    folder: Path | None = None,
) -> Iterator[Clamd]:
    """A stand-in that answers like this; on a socket in the folder, else on a port."""
    stand_in = Clamd(answer, pong, most_bytes)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            stand_in.talk(self)

    server: Any
    if folder:
        stand_in.address = str(folder / "clamd.sock")
        server = socketserver.ThreadingUnixStreamServer(stand_in.address, Handler)
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        stand_in.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
