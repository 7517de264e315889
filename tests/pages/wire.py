"""The way between a browser and the portal, which can be cut."""

import socket
import threading
from contextlib import suppress


class Wire:
    """Passes on what comes at a port of its own; cut, it breaks off all of it and takes no more."""

    def __init__(self, host: str, port: int) -> None:
        """Lead to a server."""
        self.server = (host, port)
        self.is_cut = False
        self.open: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.threads = [threading.Thread(target=self._receive)]
        self.threads[0].start()

    def cut(self) -> None:
        """Break off everything that is on its way."""
        self.is_cut = True
        for each in self.open:
            _hang_up(each)

    def mend(self) -> None:
        """Be as before."""
        self.is_cut = False

    def close(self) -> None:
        """Take no more, and wait for what is left."""
        self.cut()
        _hang_up(self.door)
        for thread in self.threads:
            thread.join()
        for each in (*self.open, self.door):
            each.close()

    def _receive(self) -> None:
        with suppress(OSError):
            while True:
                guest, _ = self.door.accept()
                self.open.append(guest)
                if self.is_cut:
                    _hang_up(guest)
                else:
                    self._lead(guest)

    def _lead(self, guest: socket.socket) -> None:
        host = socket.create_connection(self.server)
        self.open.append(host)
        for source, target in ((guest, host), (host, guest)):
            self.threads.append(threading.Thread(target=_pass_on, args=(source, target)))
            self.threads[-1].start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(64 * 1024):
            target.sendall(piece)
    _hang_up(target)


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
