"""The mail catcher: what is sent is kept, whole, in order, for everybody it was sent to."""

import email
import email.policy
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from collaborative.embedded import mailcatcher
from collaborative.embedded.supervisor import wait_until
from tests.collaborative.embedded.conftest import CHECKOUT


@pytest.fixture
def catcher(tmp_path):
    """A running catcher: its port and its folder."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        program = mailcatcher.program(listener, folder=tmp_path, environment={})
        process = subprocess.Popen(program.command, cwd=CHECKOUT, pass_fds=program.sockets)
        port = listener.getsockname()[1]
    try:
        assert wait_until(lambda: program.why_not_ready() is None, seconds=20)
        yield port, tmp_path
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "portal@example.gov", "clerk@raytown.example"
    message["Subject"] = subject
    message.set_content("Tuesday, March 3, 2026, 5:00 pm Central – Lee’s Summit")
    return message


def kept(folder: Path) -> list[EmailMessage]:
    return [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(folder.iterdir())
    ]


def test_letters_are_kept_in_order_with_everybody_they_were_sent_to(catcher):
    port, folder = catcher
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(letter("First"))
        server.send_message(
            letter("Second"), to_addrs=["clerk@raytown.example", "hidden@marc.example"]
        )
    first, second = kept(folder)
    assert (first["Subject"], second["Subject"], second.get_all("Delivered-To")) == (
        "First",
        "Second",
        ["clerk@raytown.example", "hidden@marc.example"],
    )
    assert (second["Return-Path"], second.get_content().splitlines()) == (
        "<portal@example.gov>",
        letter("Second").get_content().splitlines(),
    )


def test_file_names_end_in_eml_and_nothing_unfinished_stays(catcher):
    port, folder = catcher
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(letter("Only"))
    assert [file.suffix for file in folder.iterdir()] == [".eml"]


def test_a_letter_that_cannot_be_kept_is_refused_for_now_not_lost(catcher):
    port, folder = catcher
    folder.rename(folder.with_name("elsewhere"))
    with smtplib.SMTP("127.0.0.1", port) as server, pytest.raises(smtplib.SMTPDataError) as refusal:
        server.send_message(letter("Too early"))
    assert (refusal.value.smtp_code, refusal.value.smtp_error) == (
        451,
        b"The message could not be kept: No such file or directory",
    )


def test_where_nobody_answers_it_says_why_it_is_not_ready():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert mailcatcher.why_not_ready(port) == "[Errno 111] Connection refused"


def test_it_runs_by_this_python(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = mailcatcher.program(listener, folder=tmp_path, environment={}).command
        assert list(command) == [
            sys.executable,
            "-m",
            "collaborative.embedded.mailcatcher",
            "--socket",
            str(listener.fileno()),
            "--folder",
            str(tmp_path),
        ]
