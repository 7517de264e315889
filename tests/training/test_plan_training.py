"""`manage.py plan_training`."""

import copy
import json

import pytest
from django.core.management import call_command

from collaborative.commands import BadInput
from tests.training.test_feasibility import ANSWER, GOOD


def test_the_answer_for_a_plan_is_printed(tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    call_command("plan_training", str(path))
    assert json.loads(capsys.readouterr().out) == ANSWER


def test_a_negative_amount_is_refused_with_the_file_and_the_place(tmp_path):
    document = copy.deepcopy(GOOD)
    document["travel"]["raytown"] = "-5.00"
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        call_command("plan_training", str(path))
    assert str(refusal.value) == f'{path}: travel.raytown: "-5.00" is less than 0'
    assert refusal.value.returncode == 2
