"""SMTP with an end to patience: a server that answers a byte at a time holds nobody up for long.

`EMAIL_TIMEOUT` bounds each single wait, so a server that drips never meets it. Here the time that
one connection spends waiting for answers is bounded as a whole; handing over a large letter to a
slow but willing server takes as long as it takes.
"""

from __future__ import annotations

import smtplib
import socket
import time

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

PATIENCE = 15.0
"""Seconds that one connection waits for answers, all in all."""
_CHUNK = 4096


class _Answers:
    """Reads the server's lines, and gives up when the connection's patience is used up."""

    def __init__(self, smtp: _Patient) -> None:
        self._smtp = smtp
        self._rest = b""

    def readline(self, limit: int) -> bytes:
        """Return the next line, or what there is of it when the server hung up."""
        while b"\n" not in self._rest and len(self._rest) < limit:
            chunk = self._smtp.wait()
            if not chunk:
                break
            self._rest += chunk
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        line, self._rest = self._rest[: min(end, limit)], self._rest[min(end, limit) :]
        return line

    def close(self) -> None:
        """Nothing to close: the socket is the connection's."""


class _Patient(smtplib.SMTP):
    """An SMTP connection that waits so long and no longer."""

    patience = PATIENCE

    def wait(self) -> bytes:
        """Wait for some bytes as long as patience lasts; raises TimeoutError when it is over."""
        sock: socket.socket | None = self.sock
        if sock is None or self.patience <= 0:
            raise TimeoutError("The mail server did not answer in time.")
        usual, begun = sock.gettimeout(), time.monotonic()
        sock.settimeout(self.patience if usual is None else min(usual, self.patience))
        try:
            return sock.recv(_CHUNK)
        finally:
            self.patience -= time.monotonic() - begun
            sock.settimeout(usual)

    def getreply(self) -> tuple[int, bytes]:
        """Read one answer, with patience."""
        if self.file is None:
            self.file = _Answers(self)
        return super().getreply()


class _PatientSsl(_Patient, smtplib.SMTP_SSL):
    """The same inside TLS from the first byte on."""


class EmailBackend(DjangoBackend):
    """Django's own, over a patient connection."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """With TLS from the first byte on, or without."""
        return _PatientSsl if self.use_ssl else _Patient
