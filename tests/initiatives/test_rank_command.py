"""`manage.py rank`."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from collaborative.commands import BadInput
from initiatives import ranking
from tests.initiatives.test_ranking_reading import GOOD

ROOT = Path(__file__).parents[2]


def test_the_result_of_a_published_file_is_printed(tmp_path, capsys):
    path = tmp_path / "round.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    call_command("rank", str(path))
    assert json.loads(capsys.readouterr().out) == ranking.recompute(GOOD)


def test_the_same_file_gives_the_same_bytes(tmp_path, capsys):
    path = tmp_path / "round.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    call_command("rank", str(path))
    first = capsys.readouterr().out
    call_command("rank", str(path))
    assert capsys.readouterr().out == first


def test_a_mark_outside_its_scale_is_refused_with_the_file_and_the_place(tmp_path):
    document = copy.deepcopy(GOOD)
    document["reviews"][0]["marks"]["savings"] = 7
    path = tmp_path / "round.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        call_command("rank", str(path))
    assert str(refusal.value) == f"{path}: reviews[0].marks.savings: 7 is outside 0 to 5"
    assert refusal.value.returncode == 2


def test_a_number_with_a_fraction_is_read_exactly(tmp_path, capsys):
    text = json.dumps(GOOD).replace('"62.5"', "62.500000").replace('"37.5"', "37.5")
    path = tmp_path / "round.json"
    path.write_text(text, encoding="utf-8")
    call_command("rank", str(path))
    found = json.loads(capsys.readouterr().out)
    assert found["results"] == ranking.recompute(GOOD)["results"]


def run_bare(*arguments):
    """Run `manage.py rank` where nothing is set up: no settings, no database."""
    return subprocess.run(
        [sys.executable, "manage.py", "rank", *arguments],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_runs_without_settings_or_database(tmp_path):
    path = tmp_path / "round.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    done = run_bare(str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == ranking.recompute(GOOD)


def test_bad_input_is_one_line_on_standard_error_and_exit_code_2(tmp_path):
    path = tmp_path / "round.json"
    path.write_text("[]", encoding="utf-8")
    done = run_bare(str(path))
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"BadInput: {path}: a list is not an object in braces\n",
    )
