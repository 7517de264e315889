"""A mail server that drips holds nobody up; one that is slow to take a letter is waited for."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.core.mail import EmailMessage

from collaborative import smtp


@contextmanager
def server(*script, pause=0.0):
    """Answer each command with the next text of the script, a byte each `pause` seconds."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def drip(connection, text):
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(pause)

    def serve():
        connection, _ = listener.accept()
        with connection:
            try:
                for text in script:
                    drip(connection, text)
                    if text.startswith(b"354"):
                        taken = b""
                        while not taken.endswith(b"\r\n.\r\n"):
                            taken += connection.recv(65536)
                    else:
                        connection.recv(65536)
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(timeout=20)


def send(port):
    backend = smtp.EmailBackend(host="127.0.0.1", port=port, timeout=5, fail_silently=False)
    mail = EmailMessage("Sample", "Words. " * 2000, "a@b.example", ["c@d.example"])
    try:
        return backend.send_messages([mail])
    finally:
        backend.close()


GREETING = b"220 here\r\n"
WHOLE = (GREETING, b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n")


@pytest.mark.parametrize("pause", [0.0, 0.005])
def test_a_server_that_answers_is_waited_for(pause):
    with server(*WHOLE, b"221 bye\r\n", pause=pause) as port:
        assert send(port) == 1


@pytest.mark.parametrize("answers", [0, 1, 3], ids=["greeting", "hello", "recipient"])
def test_a_server_that_drips_is_given_up_in_time(monkeypatch, answers):
    monkeypatch.setattr(smtp._Patient, "patience", 1.0)
    begun = time.monotonic()
    with server(*WHOLE[:answers], b"250-" + b"x" * 200, pause=0.05) as port:
        with pytest.raises(OSError, match=r"in time|timed out"):
            send(port)
        took = time.monotonic() - begun
    assert took < 3


def test_without_the_bound_the_same_server_holds_one_up(monkeypatch):
    """The control: the usual timeout is for each wait alone; a drip never meets it."""
    monkeypatch.setattr(smtp._Patient, "patience", 60.0)
    begun = time.monotonic()
    with server(b"220-" + b"x" * 60, pause=0.05) as port, pytest.raises(OSError, match=r"."):
        send(port)
    assert time.monotonic() - begun > 3


def test_lines_are_read_whole_however_they_come():
    class Waits:
        def __init__(self, *chunks):
            self.chunks = list(chunks)

        def wait(self):
            return self.chunks.pop(0) if self.chunks else b""

    answers = smtp._Answers(Waits(b"25", b"0-one\r\n250 t", b"wo\r\n", b"cut"))
    assert [answers.readline(100) for _ in range(4)] == [
        b"250-one\r\n",
        b"250 two\r\n",
        b"cut",
        b"",
    ]
    assert smtp._Answers(Waits(b"x" * 50)).readline(10) == b"x" * 10
