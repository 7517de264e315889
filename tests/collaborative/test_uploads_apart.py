"""Checking in a process of its own: the same verdict, and what breaks there breaks nothing here."""

import io
import json
import logging
import resource
import subprocess
import sys

import pytest

from collaborative.uploads import Refused, apart, check, check_apart
from tests.initiatives.files import PDF, PROGRAM, docx, picture

MB = 1024 * 1024
CHOKING = (
    "“plan.pdf” takes more time or memory to read than the portal gives to one file. Save it "
    "smaller, or print it to a new PDF, and add that."
)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        check_apart(name, content, most_bytes=MB)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [("Übersicht – plan.pdf", PDF), ("plan.docx", docx()), ("van.jpg", picture("JPEG", (40, 20)))],
)
def test_a_good_file_comes_in_as_it_does_here(name, content):
    assert check_apart(name, content, most_bytes=MB) == check(name, content, most_bytes=MB)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PROGRAM),
        ("plan\ud800.pdf", PDF),
        ("plan\n.pdf", PDF),
        ("", b""),
        ("a.pdf", b"a" * 2 * MB),
    ],
)
def test_a_bad_file_is_refused_as_it_is_here(name, content):
    with pytest.raises(Refused) as here:
        check(name, content, most_bytes=MB)
    assert refusal(name, content) == str(here.value)


def test_the_other_process_knows_no_secret_and_has_little_memory(monkeypatch):
    monkeypatch.setenv("SAMPLE_SECRET", "sample")
    asked = (
        "import json, os; from collaborative.uploads import apart; apart.limit()\n"
        "try: bytes(2 * apart.MOST_MEMORY)\n"
        "except MemoryError: print(json.dumps(sorted(os.environ)))"
    )
    run = subprocess.run
    said = []

    def ask(command, **how):
        said.append(run([sys.executable, "-c", asked], **how).stdout)
        return run(command, **how)

    monkeypatch.setattr(subprocess, "run", ask)
    check_apart("plan.pdf", PDF, most_bytes=MB)
    assert set(json.loads(said[0])) <= {"LC_CTYPE"}  # which Python itself sets


@pytest.mark.parametrize(
    "fate",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(3)",
        "import time; time.sleep(60)",
    ],
    ids=["it is broken", "it gives up", "it hangs"],
)
def test_a_file_that_breaks_its_reader_is_refused_and_that_is_noted(monkeypatch, caplog, fate):
    run = subprocess.run

    def doomed(command, **how):
        assert command == [sys.executable, "-B", "-m", "collaborative.uploads"]
        return run([sys.executable, "-c", fate], **{**how, "timeout": 0.5})

    monkeypatch.setattr(subprocess, "run", doomed)
    with caplog.at_level(logging.ERROR):
        assert refusal("plan.pdf", PDF) == CHOKING
    assert f"Reading a file of {len(PDF)} bytes broke off." in caplog.text


def test_a_file_that_needs_too_much_memory_is_refused(monkeypatch):
    def choke(*_, **__):
        raise MemoryError

    monkeypatch.setattr(apart, "check", choke)
    order = json.dumps({"name": "plan.pdf", "most_bytes": MB}).encode()
    assert json.loads(apart.answer(order + b"\n" + PDF)) == {"refused": CHOKING}


def test_limits_are_taken_from_the_process_that_asks_for_it(monkeypatch):
    taken = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, most: taken.update({what: most}))
    apart.limit()
    assert taken == {
        resource.RLIMIT_AS: (apart.MOST_MEMORY, apart.MOST_MEMORY),
        resource.RLIMIT_CPU: (apart.MOST_SECONDS, apart.MOST_SECONDS),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
    }


def test_what_goes_over_and_comes_back_is_a_line_and_the_bytes():
    order = json.dumps({"name": "plan.pdf", "most_bytes": MB}).encode()
    head, _, kept = apart.answer(order + b"\n" + PDF).partition(b"\n")
    assert (json.loads(head), kept) == ({"name": "plan.pdf", "media_type": "application/pdf"}, PDF)
    assert io.BytesIO(apart.answer(order + b"\n" + b"")).readline().startswith(b'{"refused": ')
