"""A small mail server whose answers follow from the address."""

import asyncio
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP


class Box:
    """Keeps what it takes. `refused@` is unknown here, `busy@` is told to come again; the server
    hangs up on `cut-before@` without taking the letter, and on `cut-after@` after taking it.
    """

    def __init__(self):
        self.taken = []
        self.tried = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd's name
        self.tried.append(address)
        if address.startswith("refused"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        (address,) = envelope.rcpt_tos
        if address.startswith("busy"):
            return "451 4.7.1 Come again later"
        if address.startswith("full"):
            return "552 5.2.2 The mailbox is full"
        if address.startswith("cut-before"):
            server.transport.abort()
            return "451 too late to say"
        mail = message_from_bytes(envelope.content, policy=default)
        self.taken.append((address, mail))
        if address.startswith("cut-after"):
            server.transport.abort()
        return "250 Taken"

    @property
    def addresses(self):
        return [address for address, _mail in self.taken]

    @property
    def ids(self):
        return [mail["Message-ID"] for _address, mail in self.taken]


@contextmanager
def running():
    """Serve on a free port of this machine; gives the box and the port.

    The loop runs in a thread of its own from the beginning: in the test's thread Playwright keeps
    one from its first test on, and a second cannot run there.
    """
    box = Box()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    made = loop.create_server(lambda: SMTP(box, hostname="localhost", loop=loop), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(made, loop).result(timeout=5)
    try:
        yield box, server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(timeout=5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()


async def _end_all():
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
