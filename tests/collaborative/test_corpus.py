"""The whole corpus at once: nothing hostile comes in, nothing good is refused."""

import http.server
import json
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngImageFile

from collaborative.uploads import Refused, check, check_apart, checking, office, packages, pdfs
from collaborative.uploads.names import Kind
from tests.collaborative.corpus import CASES
from tests.collaborative.corpus.case import Case
from tests.collaborative.corpus.pdfs import opening
from tests.collaborative.corpus.word import field, refers
from tests.initiatives.files import docx, picture

MOST_BYTES = 25 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
LIGHT = [case for case in CASES if not case.is_heavy]
BOMBS = [case for case in CASES if case.is_heavy and case.said]
NO_FAULTS = {"wrongly accepted": [], "wrongly refused": [], "refused for another reason": []}
MOST_GROWTH = 100 * 1024 * 1024
"""Bytes by which a process may grow while it reads a bomb."""
MEASURE = """
import json, re, sys
from pathlib import Path
from collaborative.uploads import Refused, check

def judge(path, name):
    try:
        check(name, Path(path).read_bytes(), most_bytes=2**30)
    except Refused as refused:
        return str(refused)

def peak():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) * 1024

judge(sys.argv[1], "plan.docx")
before = peak()
said = judge(sys.argv[2], sys.argv[3])
print(json.dumps({"said": said, "growth": peak() - before}))
"""


def verdict(case: Case) -> str:
    """What is said about a file, "" when it comes in with nothing hidden in it."""
    try:
        upload = check(case.name, case.content, most_bytes=MOST_BYTES)
    except Refused as refused:
        return str(refused)
    return "it came in unclean" if case.without and case.without in upload.content else ""


def table(cases: Iterable[Case]) -> dict[str, list[str]]:
    """What went wrong, with every file that it went wrong with."""
    said = [(case, verdict(case)) for case in cases]
    return {
        "wrongly accepted": [str(case) for case, words in said if case.said and not words],
        "wrongly refused": [f"{case} {words}" for case, words in said if words and not case.said],
        "refused for another reason": [
            f"{case} {words}" for case, words in said if words and case.said not in words
        ],
    }


def test_the_corpus_is_large_and_says_nothing_twice():
    good = [case for case in CASES if not case.said]
    names = [(case.name, case.what) for case in CASES]
    assert len(good) >= 60
    assert len(CASES) - len(good) >= 150
    assert len(set(names)) == len(names)


def test_nothing_hostile_comes_in_and_nothing_good_is_refused():
    assert table(CASES) == NO_FAULTS


@pytest.mark.parametrize(
    ("module", "guard", "without"),
    [
        (checking, "_begins_as", lambda *_: True),
        (checking, "PARSERS", dict.fromkeys(Kind, lambda *sent: sent[-1])),
        (office, "_check_acts", lambda *_: None),
        (office, "_check_inner", lambda *_, **__: None),
        (packages, "_check_list", lambda *_: None),
        (packages, "read", lambda *_: None),
        (pdfs, "_check_end", lambda *_: None),
        (pdfs, "_deeds", lambda *_: iter(())),
        (PngImageFile, "verify", lambda *_: None),
    ],
)
def test_the_corpus_sees_each_guard_that_is_missing(monkeypatch, module, guard, without):
    monkeypatch.setattr(module, guard, without)
    try:
        found = table(LIGHT)
    except RuntimeError:  # the next one in line breaks
        return
    assert found != NO_FAULTS


def test_reading_a_file_asks_nobody(monkeypatch):
    def ask(*_, **__):
        raise AssertionError("Somebody was asked.")

    for way in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, way, ask)
    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert table(LIGHT) == NO_FAULTS


def test_a_file_that_names_an_address_does_not_make_the_other_process_call_it():
    with canary() as (address, calls):
        pages = [
            ("plan.docx", refers("attachedTemplate", f"{address}/template")),
            ("plan.docx", refers("image", f"{address}/picture")),
            ("plan.docx", refers("hyperlink", f"{address}/link")),
            ("plan.docx", docx({"word/document.xml": f"<!DOCTYPE x SYSTEM '{address}/dtd'><x/>"})),
            ("plan.docx", field(f' INCLUDEPICTURE "{address}/field" ')),
            ("plan.pdf", opening(f"<< /S /URI /URI ({address}/uri) >>")),
            ("map.svg", f"<svg><image href='{address}/svg'/></svg>".encode()),
        ]
        came_in = [name for name, content in pages if came(name, content)]
        assert (came_in, calls) == (["plan.docx"], [])  # the one with a link to click
        with urllib.request.urlopen(f"{address}/canary") as answer:
            assert (answer.status, calls) == (204, ["/canary"])


def came(name: str, content: bytes) -> bool:
    """Whether a file comes in."""
    try:
        check_apart(name, content, most_bytes=MOST_BYTES)
    except Refused:
        return False
    return True


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes who calls."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", calls
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_bombs_take_little_memory(tmp_path):
    usual = tmp_path / "usual"
    usual.write_bytes(docx())
    growth = {}
    for case in BOMBS:
        path = tmp_path / "bomb"
        path.write_bytes(case.content)
        said, growth[str(case)] = measured(usual, path, case.name)
        assert case.said in said
    assert {what: more for what, more in growth.items() if more > MOST_GROWTH} == {}


def test_a_file_that_takes_much_memory_is_seen_to(tmp_path):
    usual, large = tmp_path / "usual", tmp_path / "large"
    usual.write_bytes(docx())
    large.write_bytes(picture("PNG", (9000, 5500)))
    said, growth = measured(usual, large, "map.png")
    assert (said, growth > MOST_GROWTH) == (None, True)


def measured(usual: Path, path: Path, name: str) -> tuple[str | None, int]:
    """What is said of a file, and by how many bytes a process grows while it reads it."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(usual), str(path), name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    return answer["said"], answer["growth"]
