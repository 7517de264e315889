"""The command line: what is nonsense is said in one line, with exit code 2."""

import pytest

from collaborative.embedded.__main__ import data_folder, main, wanted_port
from collaborative.embedded.folders import DataFolder
from collaborative.embedded.services import checkout


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "80.5", "٨٠", "1e3"])
def test_a_port_that_is_none_is_refused(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", port)
    assert (main(["up"]), capsys.readouterr().err) == (
        2,
        f'PORT is "{port}"; expected a number from 1 to 65535.\n',
    )


@pytest.mark.parametrize(("text", "port"), [(None, None), ("", None), ("8100", 8100)])
def test_a_port_may_be_left_out(text, port):
    assert wanted_port(text) == port


def test_data_lies_in_the_checkout_unless_said_otherwise(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert (data_folder(None), data_folder("mine")) == (
        DataFolder(checkout() / "var"),
        DataFolder(tmp_path / "mine"),
    )


def test_cleaning_where_there_is_nothing_is_no_error(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA", str(tmp_path / "never"))
    assert main(["clean"]) == 0


def test_dashes_of_the_command_stay_its_own(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "collaborative.embedded.__main__.execute_throwaway",
        lambda command, *, web_port: asked.append((command, web_port)) or 0,
    )
    assert main(["exec", "--throwaway", "--", "echo", "--flag", "a", "--", "b"]) == 0
    assert asked == [(["echo", "--flag", "a", "--", "b"], 8000)]
