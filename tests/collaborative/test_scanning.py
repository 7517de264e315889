"""The scanner's word is believed, its silence is not."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from collaborative.scanning import TooLarge, Unchecked, ping, signature
from tests.collaborative.clamd import CLEAN, FOUND, MARKER, clamd

LARGE = b"x" * (8 * 1024 * 1024)
"""More than fits between two sockets."""


@pytest.fixture(params=["port", "socket"])
def folder(request, tmp_path):
    """Both ways to reach a scanner."""
    return tmp_path if request.param == "socket" else None


@pytest.mark.parametrize("content", [b"", b"plan", LARGE], ids=["empty", "small", "large"])
def test_a_clean_file_is_sent_whole_and_is_clean(content, folder):
    with clamd(folder=folder) as scanner:
        assert signature(content, address=scanner.address) is None
        assert scanner.scanned == [content]


def test_what_is_found_is_named(folder):
    with clamd(folder=folder) as scanner:
        assert signature(b"a" + MARKER, address=scanner.address) == "Win.Test.EICAR_HDB-1"


def test_an_answer_may_come_in_pieces():
    with listening() as (port, accepted):
        answer = threading.Thread(target=drip, args=(accepted, FOUND))
        answer.start()
        assert signature(b"", address=f"127.0.0.1:{port}") == "Win.Test.EICAR_HDB-1"
        answer.join()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"stream: O",
        b"stream: OK",
        b"stream: OK\n",
        b"stream: OK\0OK\0",
        b"stream: something OK\0",
        b"stream:  FOUND",
        b"stream: a FOUND OK\0",
        b"stream: lstat() failed. ERROR\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\0",
        b"\xff" * 5000,
    ],
)
def test_any_other_answer_is_none(said, folder):
    with (
        clamd(lambda _: said, folder=folder) as scanner,
        pytest.raises(Unchecked, match="it answered"),
    ):
        signature(b"plan", address=scanner.address)


@pytest.mark.parametrize("content", [b"plan", LARGE], ids=["small", "large"])
def test_a_file_larger_than_the_scanner_takes_is_not_checked(content, folder):
    with clamd(most_bytes=3, folder=folder) as scanner, pytest.raises(Unchecked) as refusal:
        signature(content, address=scanner.address)
    assert content is LARGE or isinstance(refusal.value, TooLarge)


def test_a_scanner_that_says_nothing_is_left_in_time():
    with listening() as (port, _):
        began = time.monotonic()
        with pytest.raises(Unchecked, match="TimeoutError"):
            signature(LARGE, address=f"127.0.0.1:{port}", seconds=0.3)
    assert time.monotonic() - began < 5


def test_a_scanner_that_drips_is_left_in_time():
    with listening() as (port, accepted):
        answer = threading.Thread(target=drip, args=(accepted, b"stream: " + b"x" * 200, 0.02))
        answer.start()
        with pytest.raises(Unchecked, match="TimeoutError"):
            signature(b"", address=f"127.0.0.1:{port}", seconds=0.3)
        answer.join()


def test_a_scanner_that_hangs_up_has_not_looked():
    with listening() as (port, accepted):
        leaving = threading.Thread(target=lambda: accepted().close())
        leaving.start()
        with pytest.raises(Unchecked):
            signature(LARGE, address=f"127.0.0.1:{port}")
        leaving.join()


@pytest.mark.parametrize(
    "address", ["127.0.0.1:9", "/nowhere/clamd.sock", "/" + "x" * 200, "127.0.0.1:99999", "[::1]:9"]
)
def test_a_scanner_that_is_not_there_has_not_looked(address):
    with pytest.raises(Unchecked):
        signature(b"plan", address=address)
    with pytest.raises(Unchecked):
        ping(address=address)


def test_a_scanner_that_is_there_answers(folder):
    with clamd(folder=folder) as scanner:
        assert ping(address=scanner.address) is None


def test_a_scanner_that_answers_otherwise_is_another_program():
    with clamd(pong=CLEAN) as scanner, pytest.raises(Unchecked, match="stream: OK"):
        ping(address=scanner.address)


@contextmanager
def listening() -> Iterator[tuple[int, Callable[[], socket.socket]]]:
    """A port on which somebody listens and need not answer; `accepted()` is who came."""
    guests: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def accepted() -> socket.socket:
            guests.append(door.accept()[0])
            return guests[-1]

        yield door.getsockname()[1], accepted
        for guest in guests:
            guest.close()


def drip(accepted, answer: bytes, pause: float = 0.001) -> None:
    """Answer letter by letter, whatever is asked, until the other has gone."""
    guest = accepted()
    for letter in answer:
        time.sleep(pause)
        try:
            guest.sendall(bytes([letter]))
        except OSError:
            return
