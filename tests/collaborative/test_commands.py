"""Commands that read a file."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from collaborative.commands import (
    CALCULATIONS,
    MAX_BYTES,
    BadInput,
    FileCommand,
    calculation,
    read_document,
    read_file,
)
from collaborative.documents import Node


class Twice(FileCommand):
    """Doubles the number of a document."""

    def answer(self, document):
        return {"double é": 2 * document.fields(("number",))["number"].whole(0, 9)}


def said(*content, file=None, tmp_path, read=read_document, **named):
    """What is refused about a file with this content."""
    path = file or tmp_path / "given.json"
    for part in content:
        path.write_bytes(part)
    with pytest.raises(BadInput) as refusal:
        read(str(path), **named)
    assert refusal.value.returncode == 2
    return str(refusal.value).replace(f"{tmp_path}/", "")


def test_the_answer_is_printed_as_json(tmp_path, capsys):
    path = tmp_path / "number.json"
    path.write_text('{"number": 4}', encoding="utf-8")
    call_command(Twice(), str(path))
    assert capsys.readouterr().out == '{\n  "double é": 8\n}\n'


def test_a_dash_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"number": 1}')))
    call_command(Twice(), "-")
    assert json.loads(capsys.readouterr().out) == {"double é": 2}


def test_a_refusal_names_the_file_and_the_place(tmp_path):
    path = tmp_path / "number.json"
    path.write_text('{"number": 10}', encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        call_command(Twice(), str(path))
    assert str(refusal.value) == f"{path}: number: 10 is outside 0 to 9"


def test_on_the_command_line_a_refusal_is_one_line_and_exit_code_2(tmp_path, capsys):
    path = tmp_path / "two\nlines.json"
    with pytest.raises(SystemExit) as end:
        Twice().run_from_argv(["manage.py", "twice", str(path)])
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (
        "",
        f"BadInput: {tmp_path}/two lines.json: there is no such file, expected a JSON document\n",
    )


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "given.json"
    path.write_bytes(b"\xef\xbb\xbf[1]")
    assert read_document(str(path)) == Node([1])


def test_standard_input_is_called_by_its_name(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"{")))
    with pytest.raises(CommandError, match=r"^standard input: line 1, column 2: this is not JSON"):
        read_document("-")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "given.json: the file is empty, expected a JSON document"),
        (b" \n", "given.json: the file is empty, expected a JSON document"),
        (
            b"\x89PNG\r\n",
            "given.json: byte 1 is not text in UTF-8, expected a JSON document",
        ),
        (b'["\xff"]', "given.json: byte 3 is not text in UTF-8, expected a JSON document"),
        (b"PK", "given.json: line 1, column 1: this is not JSON (Expecting value)"),
        (b"[NaN]", "given.json: NaN is not a number that JSON knows"),
        (b'{"a": 1, "a": 2}', 'given.json: "a" is there twice in one object'),
    ],
)
def test_a_file_that_is_no_json_is_refused(tmp_path, content, sentence):
    assert said(content, tmp_path=tmp_path) == sentence


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert said(tmp_path=tmp_path) == (
        "given.json: there is no such file, expected a JSON document"
    )
    (tmp_path / "folder").mkdir()
    assert said(tmp_path=tmp_path, file=tmp_path / "folder") == (
        "folder: this is a folder, expected a JSON document"
    )
    assert said(tmp_path=tmp_path, file=tmp_path / ("x" * 300)).endswith(
        ": it cannot be read (File name too long), expected a JSON document"
    )


def test_a_file_may_be_as_long_as_the_limit_and_no_longer(tmp_path):
    path = tmp_path / "given.json"
    path.write_bytes(b"12345")
    assert read_file(str(path), expected="a packet", max_bytes=5) == b"12345"
    assert said(tmp_path=tmp_path, read=read_file, expected="a packet", max_bytes=4) == (
        "given.json: it is longer than 4 bytes, expected a packet"
    )


def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path):
    path = tmp_path / "given.json"
    with path.open("wb") as stream:
        stream.write(b"[")
        stream.truncate(2 * 1024**3)
    assert said(tmp_path=tmp_path) == (
        f"given.json: it is longer than {MAX_BYTES:,} bytes, expected a JSON document"
    )


def test_a_command_must_say_what_it_answers(tmp_path):
    path = tmp_path / "given.json"
    path.write_bytes(b"[]")
    with pytest.raises(NotImplementedError):
        call_command(FileCommand(), str(path))


@pytest.mark.parametrize("name", sorted(CALCULATIONS))
def test_a_calculation_is_found_by_its_name(name):
    command = calculation(["manage.py", name, "x.json"])
    assert isinstance(command, FileCommand)
    assert type(command).__module__ == f"{CALCULATIONS[name]}.management.commands.{name}"


@pytest.mark.parametrize("arguments", [[], ["manage.py"], ["manage.py", "migrate", "rank"]])
def test_any_other_command_is_django_s_to_find(arguments):
    assert calculation(arguments) is None
